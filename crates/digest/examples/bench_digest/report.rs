//! The figures as Markdown.

use std::fmt::Write as _;

use crate::measure::{Outcome, Row, Time};

/// What the project promises of a digest from the page cache.
const PROMISED_SHARE: f64 = 0.9;
const PROMISED_TIMES: f64 = 5.0;

/// The page: what was measured, how, and what it says.
pub fn page(outcome: &Outcome) -> String {
    format!(
        "# Digest benchmarks\n\n\
         Written by `make bench`: `althing_digest`, `{}` (the reference) and `openssl speed` ({}) on the same machine in \
         the same\nrun, taking turns. Both hash the same folders from the page cache with the same settings and find the \
         same roots, or the\nrun fails. Each figure is the best of {} turns; *wall* is the clock's time, *CPU* that of all \
         cores together, which other\nprocesses disturb less.\n\n{}\n{}",
        outcome.peer_version,
        outcome.openssl_version,
        outcome.rounds,
        tables(outcome),
        notes(outcome),
    )
}

/// The tables alone.
pub fn tables(outcome: &Outcome) -> String {
    let mut text = format!(
        "Machine: {}, {} cores; load average {:.1} before and {:.1} after. `openssl speed -evp sha256`, 16 KiB blocks: \
         {:.2} GB/s per core.\n\n\
         | model | wall: ours | reference | times | CPU: ours | reference | times |\n\
         |---|---:|---:|---:|---:|---:|---:|\n",
        outcome.processor,
        outcome.cores,
        outcome.load[0],
        outcome.load[1],
        outcome.openssl / 1e9,
    );
    for row in &outcome.rows {
        let (ours, theirs) = (row.ours, row.theirs);
        let _ = writeln!(
            text,
            "| {} | {:.3} s | {:.3} s | {:.1} | {:.3} s | {:.3} s | {:.1} |",
            row.title,
            ours.wall,
            theirs.wall,
            theirs.wall / ours.wall,
            ours.cpu,
            theirs.cpu,
            theirs.cpu / ours.cpu,
        );
    }
    text.push_str(
        "\n| model | GB/s | of `openssl speed` × cores | GB per CPU second | of `openssl speed` on one core |\n\
         |---|---:|---:|---:|---:|\n",
    );
    for row in &outcome.rows {
        let [speed, per_cpu] = [row.ours.wall, row.ours.cpu].map(|time| row.bytes as f64 / time);
        let _ = writeln!(
            text,
            "| {} | {:.2} | {:.0} % | {:.2} | {:.0} % |",
            row.title,
            speed / 1e9,
            100.0 * speed / outcome.openssl / outcome.cores as f64,
            per_cpu / 1e9,
            100.0 * per_cpu / outcome.openssl,
        );
    }
    let _ = writeln!(
        text,
        "\nMost memory during the whole run: {:.1} MiB.",
        outcome.peak as f64 / f64::from(1 << 20)
    );
    text
}

fn notes(outcome: &Outcome) -> String {
    let mut text = String::from(
        "## Promises\n\nPromised are 90 % of `openssl speed` × cores and 5 times the reference (10,000 small files, and \
         one of 4 GB). By the better of wall\nand CPU:\n\n| model | of `openssl speed` × cores | times the reference \
         |\n|---|---:|---:|\n",
    );
    for row in &outcome.rows {
        let (share, times) = (share(row, outcome), times(row.ours, row.theirs));
        let mark = |kept: bool| if kept { "" } else { ", not kept" };
        let _ = writeln!(
            text,
            "| {} | {:.0} %{} | {times:.1}{} |",
            row.title,
            100.0 * share,
            mark(share >= PROMISED_SHARE),
            mark(times >= PROMISED_TIMES),
        );
    }
    text.push_str(
        "\nWhere they are not kept, and why:\n\n\
         - One file without shards is one chain of SHA-256. No program can give it a second core, and on one core the \
         reference's\n  OpenSSL is already as fast as the processor's SHA instructions. What is left to save is nothing.\n\
         - With shards, sixteen go through the lanes of AVX-512 at once, or two through the SHA instructions, so that a \
         core hashes more\n  than `openssl speed` does with one stream. But the reference gives each shard a thread, \
         and 5 times what two cores do with the\n  SHA instructions is more than AVX-512 has.\n\
         - Files of 10 kB are bound by the system's calls: listing, opening, reading, checking and closing one takes \
         three times as long\n  as hashing it. Large files leave the reference less to lose by being written in \
         Python.\n",
    );
    text
}

/// The share of what OpenSSL would do with all cores.
fn share(row: &Row, outcome: &Outcome) -> f64 {
    let bytes = row.bytes as f64;
    let cores = if row.one_core { 1 } else { outcome.cores } as f64;
    let by_wall = bytes / row.ours.wall / (outcome.openssl * outcome.cores as f64);
    let by_cpu = bytes / row.ours.cpu / outcome.openssl * cores / outcome.cores as f64;
    by_wall.max(by_cpu)
}

fn times(ours: Time, theirs: Time) -> f64 {
    (theirs.wall / ours.wall).max(theirs.cpu / ours.cpu)
}
