//! Files far larger than memory: sparse ones, which take no room on the disk. Alone in its executable, because it looks
//! at the memory of the process.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use althing_digest::{digest_path, sha256, Error, Method, Options, Progress};
use ring::digest::{Context, SHA256};

/// Counts, and stops after so many bytes.
struct Counter {
    found: AtomicU64,
    hashed: AtomicU64,
    items: AtomicU64,
    limit: u64,
}

impl Counter {
    fn until(limit: u64) -> Self {
        Self {
            found: AtomicU64::new(0),
            hashed: AtomicU64::new(0),
            items: AtomicU64::new(0),
            limit,
        }
    }

    fn counts(&self) -> [u64; 3] {
        [&self.found, &self.hashed, &self.items].map(|count| count.load(Ordering::SeqCst))
    }
}

impl Progress for Counter {
    fn found(&self, bytes: u64) {
        self.found.fetch_add(bytes, Ordering::SeqCst);
    }

    fn hashed(&self, bytes: u64) {
        self.hashed.fetch_add(bytes, Ordering::SeqCst);
    }

    fn item_done(&self) {
        self.items.fetch_add(1, Ordering::SeqCst);
    }

    fn cancelled(&self) -> bool {
        self.hashed.load(Ordering::SeqCst) >= self.limit
    }
}

fn sparse(folder: &Path, name: &str, bytes: u64) -> PathBuf {
    let path = folder.join(name);
    File::create(&path).unwrap().set_len(bytes).unwrap();
    path
}

/// The most memory that this process has had, in bytes.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kib = line.unwrap().split_whitespace().nth(1).unwrap();
    kib.parse::<u64>().unwrap() * 1024
}

const METHODS: [Method; 3] = [
    Method::Files,
    Method::Shards {
        size: 1_000_000_000,
    },
    Method::Shards { size: 1 << 26 },
];

/// The hash of so many zeros.
fn zeros(mut bytes: u64) -> [u8; 32] {
    let block = vec![0; 1 << 20];
    let mut context = Context::new(&SHA256);
    while bytes > 0 {
        let step = bytes.min(block.len() as u64);
        context.update(&block[..usize::try_from(step).unwrap()]);
        bytes -= step;
    }
    context.finish().as_ref().try_into().unwrap()
}

#[test]
fn large_files_are_hashed_in_little_memory_and_stop_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let before = peak();
    let huge = 100_000_000_000;
    let path = sparse(folder.path(), "huge", huge);
    for method in METHODS {
        let options = Options {
            method,
            ..Options::default()
        };
        let limit = 64 << 20;
        let progress = Counter::until(limit);
        let began = Instant::now();
        let error = digest_path(&path, &options, &progress).unwrap_err();
        assert!(matches!(error, Error::Cancelled), "{error}");
        assert!(
            began.elapsed() < Duration::from_secs(60),
            "{:?}",
            began.elapsed()
        );
        let [found, hashed, _] = progress.counts();
        assert_eq!(found, huge);
        // Each thread may end the reads that it has begun.
        assert!((limit..limit + (64 << 20)).contains(&hashed), "{hashed}");
    }

    let size = 200_000_001;
    let path = sparse(folder.path(), "large", size);
    for method in METHODS {
        let options = Options {
            method,
            ..Options::default()
        };
        let progress = Counter::until(u64::MAX);
        let digest = digest_path(&path, &options, &progress).unwrap();
        let step = match method {
            Method::Files => size,
            Method::Shards { size } => size,
        };
        let count = size.div_ceil(step);
        assert_eq!(progress.counts(), [size, size, count]);
        let last = zeros(size - (count - 1) * step);
        let mut expected = if count > 1 {
            zeros(step).repeat(usize::try_from(count - 1).unwrap())
        } else {
            Vec::new()
        };
        expected.extend(last);
        assert_eq!(digest.root(), sha256(&expected), "{method:?}");
    }
    let grown = peak() - before;
    assert!(grown < 48 << 20, "{} MiB more than before", grown >> 20);
}
