//! The figures as Markdown.

use std::fmt::Write as _;

use crate::measure::{Outcome, Row};

/// What the project promises of a digest from the page cache.
const PROMISED_SHARE: f64 = 0.9;
const PROMISED_TIMES: f64 = 5.0;

/// The page: what was measured and how, the promises, and the figures.
pub fn page(outcome: &Outcome) -> String {
    format!(
        "# Digest benchmarks\n\n\
         Written by `make bench`: `althing_digest`, `{}` (the reference) and `openssl speed` ({}) on the same machine in \
         the same\nrun, taking turns. Both hash the same folders from the page cache with the same settings and find the \
         same roots, or the\nrun fails. Each figure is the best of {} turns; *wall* is the clock's time, *CPU* that of all \
         cores together, which other\nprocesses disturb less.\n\n{}\n{}\n## Figures\n\n{}",
        outcome.peer_version,
        outcome.openssl_version,
        outcome.rounds,
        machine(outcome),
        promises(outcome),
        figures(outcome),
    )
}

/// What is printed: the machine and the tables.
pub fn tables(outcome: &Outcome) -> String {
    format!(
        "{}\n{}\n{}",
        machine(outcome),
        figures(outcome),
        promises_table(outcome)
    )
}

fn machine(outcome: &Outcome) -> String {
    format!(
        "Machine: {}, {} cores; load average {:.1} before and {:.1} after. `openssl speed -evp sha256`, 16 KiB blocks: \
         {:.2} GB/s per core.\n",
        outcome.processor,
        outcome.cores,
        outcome.load[0],
        outcome.load[1],
        outcome.openssl / 1e9,
    )
}

fn figures(outcome: &Outcome) -> String {
    let mut text = String::from(
        "| model | wall: ours | reference | times | CPU: ours | reference | times |\n\
         |---|---:|---:|---:|---:|---:|---:|\n",
    );
    for row in &outcome.rows {
        let (ours, theirs, times) = (row.ours, row.theirs, Times::of(row));
        let _ = writeln!(
            text,
            "| {} | {:.3} s | {:.3} s | {:.1} | {:.3} s | {:.3} s | {:.1} |",
            row.title, ours.wall, theirs.wall, times.wall, ours.cpu, theirs.cpu, times.cpu,
        );
    }
    text.push_str("\n| model | GB/s | GB per CPU second |\n|---|---:|---:|\n");
    for row in &outcome.rows {
        let [speed, per_cpu] = [row.ours.wall, row.ours.cpu].map(|time| row.bytes as f64 / time);
        let _ = writeln!(
            text,
            "| {} | {:.2} | {:.2} |",
            row.title,
            speed / 1e9,
            per_cpu / 1e9,
        );
    }
    let _ = writeln!(
        text,
        "\nMost memory during the whole run: {:.1} MiB.",
        outcome.peak as f64 / f64::from(1 << 20)
    );
    text
}

/// What was promised beside what was reached. By the clock alone a promise is kept: what the cores' time would allow on
/// a machine that does nothing else stands beside it, and counts for nothing.
fn promises(outcome: &Outcome) -> String {
    let [before, after] = outcome.load;
    format!(
        "## Promises\n\nPromised are 90 % of `openssl speed` × cores, and 5 times the reference for 10,000 small files and for one \
         of 4 GB. A promise\ncounts as kept by the clock alone, while the load average was {before:.1} before and {after:.1} \
         after ({} cores); what the cores' time\nalone would give stands beside it.\n\n{}\n{}",
        outcome.cores,
        promises_table(outcome),
        IN_THE_WAY,
    )
}

const IN_THE_WAY: &str = "\
What stands in the way:

- One file without shards is one chain of SHA-256. No program can give it a second core: one core hashes, and another one
  reads ahead. The reference's OpenSSL is as fast as the processor's SHA instructions on one core, too.
- With shards, a core hashes several streams side by side, by AVX-512 or by the SHA instructions, and twice as much as
  `openssl speed` does with one. But the reference gives each shard a thread, and 5 times what it reaches by that is more
  than these cores have.
- Files of 10 kB are bound by the system's calls: listing, opening, reading, checking and closing one takes two to three
  times as long as hashing it. Large files leave the reference less to lose by being written in Python.
";

fn promises_table(outcome: &Outcome) -> String {
    let mut text = String::from(
        "| model | of `openssl speed` × cores: wall | CPU | | times the reference: wall | CPU | |\n\
         |---|---:|---:|---|---:|---:|---|\n",
    );
    let word = |kept: bool| if kept { "kept" } else { "not kept" };
    for row in &outcome.rows {
        let (share, times) = (Share::of(row, outcome), Times::of(row));
        let _ = writeln!(
            text,
            "| {} | {:.0} % | {:.0} % | {} | {:.1} | {:.1} | {} |",
            row.title,
            100.0 * share.wall,
            100.0 * share.cpu,
            word(share.wall >= PROMISED_SHARE),
            times.wall,
            times.cpu,
            word(times.wall >= PROMISED_TIMES),
        );
    }
    text
}

/// Of what OpenSSL would do with all cores.
struct Share {
    wall: f64,
    cpu: f64,
}

impl Share {
    fn of(row: &Row, outcome: &Outcome) -> Self {
        let (bytes, cores) = (row.bytes as f64, outcome.cores as f64);
        let busy = if row.one_core { 1.0 } else { cores };
        Self {
            wall: bytes / row.ours.wall / (outcome.openssl * cores),
            cpu: bytes / row.ours.cpu / outcome.openssl * busy / cores,
        }
    }
}

/// How often the reference's time is ours.
struct Times {
    wall: f64,
    cpu: f64,
}

impl Times {
    fn of(row: &Row) -> Self {
        Self {
            wall: row.theirs.wall / row.ours.wall,
            cpu: row.theirs.cpu / row.ours.cpu,
        }
    }
}
