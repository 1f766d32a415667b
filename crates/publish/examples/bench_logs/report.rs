//! The tables and the page.

use crate::{Outcome, Took};

/// Lamports of a transaction with one signature.
const FEE: f64 = 5_000.0;

/// The page: what was measured and how, the promises, and the figures.
pub fn page(outcome: &Outcome) -> String {
    format!(
        "# Log benchmarks

Written by `make bench`: `althing-publish` and `althing-tlog`, and {} (RFC 6962 trees from PyPI) on the same machine in the
same run. Each task is a process of its own; each figure is the best of its turns. *Wall* is the clock's time, the disk's included;
*CPU* that of all cores together, which other processes disturb less.

Machine: {}; load average {} before and {} after.

{}
{}",
        outcome.peer_name,
        machine(),
        outcome.load[0],
        outcome.load[1],
        promises(outcome),
        tables(outcome)
    )
}

/// The figures alone.
pub fn tables(outcome: &Outcome) -> String {
    let Outcome {
        json,
        raw,
        large,
        verified,
        peer,
        ours,
        peer_name,
        ..
    } = outcome;
    let batch = |what: &str, took: &Took| {
        format!(
            "| {what} | {} | {:.2} s | {:.2} | {:.2} s | {:.2} | {:.1} MiB | {} |\n",
            grouped(took.entries),
            took.wall,
            took.rate() / 1e6,
            took.busy,
            took.per_core() / 1e6,
            took.memory as f64 / 1024.0,
            took.transactions
        )
    };
    let mut out = String::from(
        "## Batches\n\nFrom a file of lines to a published log: read, converted, hashed, tiles of all levels written and on the disk,\n\
         `append_batch` (by the program's rules, without a cluster), signed checkpoint, journal.\n\n\
         | lines | entries | wall | million/s | CPU | million per CPU second | memory | transactions |\n\
         |---|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    out += &batch("JSON: decisions", json);
    out += &batch("raw, 200 bytes", raw);
    out += &batch("raw, 200 bytes", large);
    out += &format!(
        "\nMemory does not grow with the input. One transaction with one signature costs {FEE:.0} lamports: {:.4} lamports per entry at\n\
         {} entries; `tests/program/tests/publish` holds that with the real program.\n",
        lamports(json),
        grouped(json.entries)
    );
    out += &format!(
        "\n## Verification\n\nEvery entry hashed, every tile of every level computed anew and compared, the root held against the checkpoint.\n\n\
         | entries | wall | million/s | CPU | million per CPU second | memory |\n|---:|---:|---:|---:|---:|---:|\n\
         | {} | {:.2} s | {:.2} | {:.2} s | {:.2} | {:.1} MiB |\n",
        grouped(verified.entries),
        verified.wall,
        verified.rate() / 1e6,
        verified.busy,
        verified.per_core() / 1e6,
        verified.memory as f64 / 1024.0
    );
    out += &format!(
        "\n## Beside a peer\n\nThe same {} lines of 200 bytes, one core, the tree's root alone; ours keeps the frontier, {peer_name} every node.\n\n\
         | | CPU | entries per CPU second | memory |\n|---|---:|---:|---:|\n\
         | {peer_name} | {:.2} s | {} | {:.0} MiB |\n| ours | {:.2} s | {} | {:.0} MiB |\n| times | | {:.0} | |\n",
        grouped(peer.entries),
        peer.busy,
        grouped(peer.per_core() as u64),
        peer.memory as f64 / 1024.0,
        ours.busy,
        grouped(ours.per_core() as u64),
        ours.memory as f64 / 1024.0,
        ours.per_core() / peer.per_core()
    );
    out
}

/// What was promised for two cores, and whether it is kept: by the clock alone. What two seconds of CPU are worth stands
/// beside it, and counts for nothing.
fn promises(outcome: &Outcome) -> String {
    let mut out = format!(
        "## Promises\n\nFor two cores. A promise counts as kept by the clock alone, while the load average was {} before and {} \
         after; what two\nseconds of CPU are worth stands beside it.\n\n\
         | promise | promised | by the clock | by CPU | |\n|---|---:|---:|---:|---|\n",
        outcome.load[0], outcome.load[1]
    );
    let word = |kept: bool| if kept { "kept" } else { "not kept" };
    let mut speed = |what: &str, took: &Took, least: f64| {
        let (clock, cores) = (took.rate() / 1e6, took.per_core() * 2.0 / 1e6);
        let kept = word(clock >= least);
        out += &format!("| {what} | {least} million/s | {clock:.2} | {cores:.2} | {kept} |\n");
    };
    speed("a batch of decisions in JSON", &outcome.json, 1.0);
    speed("a batch of raw lines", &outcome.raw, 1.0);
    speed("full verification", &outcome.verified, 2.0);
    let mut plain = |what: &str, promised: &str, reached: String, kept: bool| {
        out += &format!("| {what} | {promised} | {reached} | | {} |\n", word(kept));
    };
    let (json, small, large) = (&outcome.json, &outcome.raw, &outcome.large);
    plain(
        &format!("transactions of {} entries", grouped(json.entries)),
        "1",
        json.transactions.to_string(),
        json.transactions == 1,
    );
    plain(
        "lamports per entry",
        "below 0.01",
        format!("{:.4}", lamports(json)),
        lamports(json) < 0.01,
    );
    let [one, ten] = [small, large].map(|took| took.memory as f64 / 1024.0);
    plain(
        &format!(
            "memory of {} entries, and of {}",
            grouped(small.entries),
            grouped(large.entries)
        ),
        "flat",
        format!("{one:.1} MiB, {ten:.1} MiB"),
        ten < one + FLAT,
    );
    out
}

/// MiB by which the memory of a run may differ from that of another: buffers that wait for the disk.
const FLAT: f64 = 16.0;

fn lamports(took: &Took) -> f64 {
    FEE * took.transactions as f64 / took.entries as f64
}

fn machine() -> String {
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = cpu.lines().find_map(|line| line.strip_prefix("model name"));
    let name = name.map_or("?", |name| name.trim_start_matches(['\t', ' ', ':']));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    format!("{name}, {cores} cores")
}

/// 1,000,000.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}
