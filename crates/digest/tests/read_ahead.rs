//! A large file that is all there is to hash: one core hashes what another one reads ahead.

mod support;

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use althing_digest::{digest_path, sha256, Error, NoProgress, Options, Progress};
use support::model;

/// More than what is read ahead at once, and no multiple of it.
const SIZE: usize = (40 << 20) + 12_345;

fn two_threads() -> Options {
    Options {
        threads: Some(2),
        ..Options::default()
    }
}

/// Bytes of which no two stretches are the same, so that none can pass for another.
fn content() -> Vec<u8> {
    let words = (0..SIZE as u32 / 4 + 1).map(|word| word.wrapping_mul(0x9e37_79b1).to_le_bytes());
    let mut bytes = words.collect::<Vec<_>>().into_flattened();
    bytes.truncate(SIZE);
    bytes
}

#[test]
fn what_is_read_ahead_is_hashed_in_order() {
    let bytes = content();
    let (_guard, root) = model(&[("weights", &bytes)]);
    let digest = digest_path(&root, &two_threads(), &NoProgress).unwrap();
    assert_eq!(digest.manifest.items()[0].digest, sha256(&bytes));
    assert_eq!(digest.bytes, SIZE as u64);
}

/// Changes the model when so many bytes are hashed, or stops there.
struct At<F> {
    bytes: u64,
    hashed: AtomicU64,
    act: F,
    cancels: bool,
}

impl<F: Fn() + Sync> Progress for At<F> {
    fn hashed(&self, bytes: u64) {
        let before = self.hashed.fetch_add(bytes, Ordering::SeqCst);
        if (before..before + bytes).contains(&self.bytes) {
            (self.act)();
        }
    }

    fn cancelled(&self) -> bool {
        self.cancels && self.hashed.load(Ordering::SeqCst) > self.bytes
    }
}

/// What the digest ends in when the file is changed after so many bytes.
fn changed(bytes: u64, act: impl Fn(&Path) + Sync) -> Error {
    let (_guard, root) = model(&[("weights", &content())]);
    let path = root.join("weights");
    let progress = At {
        bytes,
        hashed: AtomicU64::new(0),
        act: || act(&path),
        cancels: false,
    };
    digest_path(&root, &two_threads(), &progress).unwrap_err()
}

#[test]
fn a_file_that_changes_while_it_is_read_ahead_is_noticed() {
    let is = |error: Error, expected: &str| match error {
        Error::Changed { path, what } => {
            assert!(path.0.ends_with("weights") && what == expected, "{what}");
        }
        other => panic!("{other}"),
    };
    // At the beginning, in the middle, and when everything has been read.
    for bytes in [0, SIZE as u64 / 2, SIZE as u64 - 1] {
        let truncated = changed(bytes, |path| {
            let file = OpenOptions::new().write(true).open(path).unwrap();
            file.set_len(SIZE as u64 / 3).unwrap();
        });
        is(truncated, "its size");
    }
    is(
        changed(0, |path| {
            let mut file = OpenOptions::new().append(true).open(path).unwrap();
            file.write_all(b"more").unwrap();
        }),
        "its size",
    );
    is(
        changed(0, |path| {
            // The clock of these times ticks every few milliseconds.
            std::thread::sleep(Duration::from_millis(30));
            let mut file = OpenOptions::new().write(true).open(path).unwrap();
            file.write_all(b"other").unwrap();
        }),
        "its time of modification",
    );
}

#[test]
fn it_stops_when_told() {
    let (_guard, root) = model(&[("weights", &content())]);
    let progress = At {
        bytes: 1 << 20,
        hashed: AtomicU64::new(0),
        act: || {},
        cancels: true,
    };
    let error = digest_path(&root, &two_threads(), &progress).unwrap_err();
    assert!(matches!(error, Error::Cancelled), "{error}");
    // What was read ahead is still hashed.
    assert!(progress.hashed.load(Ordering::SeqCst) < SIZE as u64 / 2);
}
