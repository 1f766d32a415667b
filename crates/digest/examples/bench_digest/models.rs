//! What is hashed. The content does not matter to SHA-256; it differs per file and per MiB.

use std::fs::{self, File};
use std::io::Write as _;
use std::os::fd::AsRawFd as _;
use std::path::{Path, PathBuf};

use althing_digest::options::DEFAULT_SHARD_SIZE;
use althing_digest::{Method, Options};

use crate::AnyError;

/// A folder and a way to hash it, the same for both sides.
pub struct Case {
    pub title: String,
    pub path: PathBuf,
    pub options: Options,
    /// SHA-256 is a chain: a single file without shards keeps one core busy, whatever is done.
    pub one_core: bool,
}

/// Small enough that opening files counts, and large enough that hashing does.
const SMALL: [u64; 3] = [10_000, 25_000, 100_000];
/// A shard size that gives every lane of every core a shard of its own.
const FINE_SHARDS: u64 = 64 << 20;

/// Makes all models below `folder`.
pub fn make(folder: &Path, small: u64, large: u64) -> Result<Vec<Case>, AnyError> {
    let mut cases = Vec::new();
    for bytes in SMALL {
        let path = folder.join(format!("small-{bytes}"));
        make_small(&path, small, usize::try_from(bytes)?)?;
        let title = format!("{} files of {} kB", grouped(small), bytes / 1000);
        cases.push(case(title, &path, Method::Files, false));
    }
    let path = folder.join("large");
    fs::create_dir(&path)?;
    make_large(&path.join("weights"), large)?;
    let shards = |size| Method::Shards { size };
    let title = format!("one file of {:.1} GiB", large as f64 / (1u64 << 30) as f64);
    cases.push(case(title.clone(), &path, Method::Files, true));
    cases.push(case(
        format!("{title}, shards of 1 GB"),
        &path,
        shards(DEFAULT_SHARD_SIZE),
        false,
    ));
    cases.push(case(
        format!("{title}, shards of 64 MiB"),
        &path,
        shards(FINE_SHARDS),
        false,
    ));
    write_back(folder)?;
    Ok(cases)
}

fn case(title: String, path: &Path, method: Method, one_core: bool) -> Case {
    let options = Options {
        method,
        ..Options::default()
    };
    let path = path.to_path_buf();
    Case {
        title,
        path,
        options,
        one_core,
    }
}

fn make_small(folder: &Path, count: u64, bytes: usize) -> Result<(), AnyError> {
    let mut content = vec![0; bytes];
    for i in 0..count {
        let part = folder.join(format!("part-{:03}", i / 100));
        if i % 100 == 0 {
            fs::create_dir_all(&part)?;
        }
        content[..8].copy_from_slice(&i.to_le_bytes());
        fs::write(part.join(format!("file-{i:05}")), &content)?;
    }
    Ok(())
}

fn make_large(path: &Path, bytes: u64) -> Result<(), AnyError> {
    let mut file = File::create(path)?;
    let mut block = vec![0xa5; 1 << 20];
    let mut written = 0;
    while written < bytes {
        block[..8].copy_from_slice(&written.to_le_bytes());
        let step = (bytes - written).min(block.len() as u64);
        file.write_all(&block[..usize::try_from(step)?])?;
        written += step;
    }
    Ok(())
}

/// Waits until everything is on the disk, so that nobody hashes while the system writes.
fn write_back(folder: &Path) -> Result<(), AnyError> {
    let folder = File::open(folder)?;
    // SAFETY: the file is open.
    match unsafe { libc::syncfs(folder.as_raw_fd()) } {
        0 => Ok(()),
        _ => Err(std::io::Error::last_os_error().into()),
    }
}

/// 1234567 as 1,234,567.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}
