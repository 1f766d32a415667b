//! Measures the writer and the verifier: `store_speed FOLDER ENTRIES [BYTES] [nosync]`.
//! Entries are a counter and a fixed pattern, so that the run measures this crate and the disk.

use std::path::PathBuf;
use std::time::Instant;

use althing_tlog::hash::empty_root;
use althing_tlog::store::{verify, Builder, Folder, Options};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, entries, rest @ ..] = &arguments[..] else {
        return Err("usage: store_speed FOLDER ENTRIES [BYTES] [nosync]".into());
    };
    let (folder, entries): (PathBuf, u64) = (folder.into(), entries.parse()?);
    let bytes: usize = rest.first().map_or(Ok(200), |bytes| bytes.parse())?;
    let options = Options {
        sync: !rest.iter().any(|word| word == "nosync"),
        ..Options::default()
    };
    let mut entry = vec![0x5a; bytes.max(8)];

    let start = Instant::now();
    let mut builder = Builder::open(&folder, 0, &empty_root(), options)?;
    for index in 0..entries {
        entry[..8].copy_from_slice(&index.to_le_bytes());
        builder.push(&entry)?;
    }
    let hashed = start.elapsed();
    let published = builder.publish()?;
    drop(builder);
    let (written, memory) = (start.elapsed(), peak_memory());
    let rate = |elapsed: std::time::Duration| entries as f64 / elapsed.as_secs_f64() / 1e6;
    println!(
        "written: {entries} entries of {} bytes in {:.2} s ({:.2} s before the last sync): {:.2} million/s, {memory}",
        entry.len(),
        written.as_secs_f64(),
        hashed.as_secs_f64(),
        rate(written)
    );

    let start = Instant::now();
    let report = verify(
        &Folder::new(&folder),
        published.size,
        Some(&published.root),
        options.threads,
        |_| {},
    )?;
    let checked = start.elapsed();
    println!(
        "verified: {} bundles and {} tiles in {:.2} s: {:.2} million/s, {}",
        report.bundles,
        report.tiles,
        checked.as_secs_f64(),
        rate(checked),
        peak_memory()
    );
    Ok(())
}

/// The most memory that this process has had, as Linux tells it.
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.map_or_else(String::new, |peak| format!("peak memory {}", peak.trim()))
}
