//! Hashing a model with all cores, in memory that does not depend on its size.
//!
//! The calling thread lists the model and hands each file, or each shard, to the threads that hash; the largest
//! waiting job goes first. Files are opened relative to their open folders, and read with `read` into buffers that stay
//! in the cache of a core. They are not mapped: a mapped file that another process truncates kills the reader.
//!
//! Invariants: a file's digest is reported only if its device, inode, size and times were the same when it was listed
//! and after its last byte was read; no folder changed between its listing and the end; the first error stops all
//! threads, and then there is no result at all.

mod folders;
mod lanes;
mod progress;
mod queue;
mod solo;
mod source;
mod walk;
mod worker;

use std::path::Path;
use std::sync::Arc;

use althing_sha256::Kernel;
pub use progress::{NoProgress, Progress};

use crate::error::{Error, Result};
use crate::options::{Method, MAX_ITEMS};
use crate::{Uncovered, UncoveredReason};
use queue::{Job, Queue};
use source::FileEntry;
use walk::Walk;

/// What is hashed, and how.
pub(crate) struct Task<'a> {
    pub root: &'a Path,
    pub method: Method,
    pub follow: bool,
    pub ignored: &'a [String],
    pub check_ignored: bool,
    pub threads: usize,
    pub kernel: Kernel,
}

/// One hashed item, in no particular order.
pub(crate) struct Hashed {
    pub name: Arc<str>,
    pub start: u64,
    pub end: u64,
    pub digest: [u8; 32],
}

pub(crate) struct Outcome {
    pub items: Vec<Hashed>,
    pub uncovered: Vec<Uncovered>,
    pub files: u64,
    pub bytes: u64,
}

impl Task<'_> {
    pub fn run(&self, progress: &dyn Progress) -> Result<Outcome> {
        let queue = Queue::new(self.threads);
        let mut walk = Walk::new(self);
        let mut list = List {
            queue: &queue,
            progress,
            method: self.method,
            outcome: Outcome::new(),
            jobs: Vec::new(),
        };
        let digests = std::thread::scope(|scope| {
            let mut workers = Vec::with_capacity(self.threads);
            for _ in 0..self.threads {
                let worker = worker::Worker {
                    queue: &queue,
                    progress,
                    follow: self.follow,
                    kernel: self.kernel,
                    streams: self.streams(),
                };
                match std::thread::Builder::new().spawn_scoped(scope, move || worker.run()) {
                    Ok(handle) => workers.push(handle),
                    Err(error) => {
                        queue.fail(Error::Threads(error));
                        break;
                    }
                }
            }
            match walk.run(|file| list.add(file)) {
                Ok(()) => {
                    progress.listed();
                    queue.complete();
                }
                Err(error) => queue.fail(error),
            }
            workers
                .into_iter()
                .map(|worker| worker.join())
                .collect::<Vec<_>>()
        });
        let List {
            mut outcome, jobs, ..
        } = list;
        outcome.uncovered.append(&mut walk.uncovered);
        if let Some(error) = queue.into_failure() {
            return Err(error);
        }
        let mut results = vec![None; jobs.len()];
        for digest in digests {
            // A panic of a worker is a defect of this crate: it goes on in the caller's thread.
            for (item, digest) in digest.unwrap_or_else(|panic| std::panic::resume_unwind(panic)) {
                results[item] = Some(digest);
            }
        }
        walk.unchanged()?;
        outcome.items = jobs
            .into_iter()
            .zip(results)
            .map(|((name, start, end), digest)| Hashed {
                name,
                start,
                end,
                digest: digest.expect("every job was taken, and a failed one ends in an error"),
            })
            .collect();
        Ok(outcome)
    }
}

impl Task<'_> {
    /// Files that a thread has open at once: all threads together take half of what the process may open.
    fn streams(&self) -> usize {
        let open = open_limit() / 2 / self.threads;
        self.kernel.streams().min(open).max(1)
    }
}

/// Files that the process may have open.
fn open_limit() -> usize {
    let mut limit = libc::rlimit {
        rlim_cur: 0,
        rlim_max: 0,
    };
    // SAFETY: the pointer is to a structure of the type that the call fills.
    match unsafe { libc::getrlimit(libc::RLIMIT_NOFILE, &raw mut limit) } {
        0 => usize::try_from(limit.rlim_cur).unwrap_or(usize::MAX),
        _ => 256,
    }
}

impl Outcome {
    fn new() -> Self {
        Self {
            items: Vec::new(),
            uncovered: Vec::new(),
            files: 0,
            bytes: 0,
        }
    }
}

/// Turns listed files into jobs.
struct List<'a> {
    queue: &'a Queue,
    progress: &'a dyn Progress,
    method: Method,
    outcome: Outcome,
    /// Name, first byte and end of each.
    jobs: Vec<(Arc<str>, u64, u64)>,
}

impl List<'_> {
    fn add(&mut self, file: FileEntry) -> Result<()> {
        if self.queue.stopped() || self.progress.cancelled() {
            return Err(Error::Cancelled);
        }
        let size = file.stamp.size;
        if matches!(self.method, Method::Shards { .. }) && file.name.contains(':') {
            return Err(Error::ColonInName(file.path().as_path().into()));
        }
        let step = match self.method {
            Method::Files => size.max(1),
            Method::Shards { size } => size,
        };
        let pieces = if self.method == Method::Files {
            1
        } else {
            size.div_ceil(step)
        };
        if pieces > (MAX_ITEMS - self.jobs.len()) as u64 {
            return Err(Error::TooManyItems { limit: MAX_ITEMS });
        }
        self.progress.found(size);
        self.outcome.files += 1;
        self.outcome.bytes += size;
        if pieces == 0 {
            self.outcome.uncovered.push(Uncovered {
                name: file.name.as_ref().into(),
                reason: UncoveredReason::EmptyInShards,
            });
            return Ok(());
        }
        let file = Arc::new(file);
        for piece in 0..pieces {
            let start = piece * step;
            let end = size.min(start.saturating_add(step));
            let item = self.jobs.len();
            self.jobs.push((Arc::clone(&file.name), start, end));
            self.queue.push(Job {
                item,
                start,
                end,
                file: Arc::clone(&file),
            });
        }
        Ok(())
    }
}
