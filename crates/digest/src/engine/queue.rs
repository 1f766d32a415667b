//! Work shared between the thread that lists the model and those that hash.

use std::collections::BinaryHeap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::source::FileEntry;
use crate::error::Error;

/// A file or a piece of one, to be hashed by one thread. The largest comes first, so that no long job starts last.
#[derive(Debug, Clone)]
pub(crate) struct Job {
    /// Where the digest goes.
    pub item: usize,
    pub start: u64,
    pub end: u64,
    pub file: Arc<FileEntry>,
}

impl Job {
    pub fn len(&self) -> u64 {
        self.end - self.start
    }

    fn rank(&self) -> (u64, std::cmp::Reverse<usize>) {
        (self.len(), std::cmp::Reverse(self.item))
    }
}

impl PartialEq for Job {
    fn eq(&self, other: &Self) -> bool {
        self.rank() == other.rank()
    }
}
impl Eq for Job {}
impl PartialOrd for Job {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Job {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.rank().cmp(&other.rank())
    }
}

#[derive(Default)]
struct Waiting {
    jobs: BinaryHeap<Job>,
    complete: bool,
    failure: Option<Error>,
}

/// Jobs to do, and the first failure.
pub(crate) struct Queue {
    waiting: Mutex<Waiting>,
    changed: Condvar,
    stopped: AtomicBool,
    threads: usize,
}

impl Queue {
    pub fn new(threads: usize) -> Self {
        Self {
            waiting: Mutex::default(),
            changed: Condvar::new(),
            stopped: AtomicBool::new(false),
            threads,
        }
    }

    /// A panic of another thread while it held the lock leaves the heap as it was before or after one operation.
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn push(&self, jobs: impl IntoIterator<Item = Job>) {
        self.lock().jobs.extend(jobs);
        self.changed.notify_one();
    }

    /// No job will follow.
    pub fn complete(&self) {
        self.lock().complete = true;
        self.changed.notify_all();
    }

    /// Ends all work; the first error is the one reported.
    pub fn fail(&self, error: Error) {
        let mut waiting = self.lock();
        waiting.failure.get_or_insert(error);
        waiting.complete = true;
        waiting.jobs.clear();
        self.stopped.store(true, Ordering::Relaxed);
        self.changed.notify_all();
    }

    pub fn stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }

    /// Adds up to `room` jobs, but leaves the other threads their share. Waits only if `wait` and there is none yet.
    /// Adding none means that there is nothing to do now, or with `wait`, ever.
    pub fn take(&self, jobs: &mut Vec<Job>, room: usize, wait: bool) {
        let mut waiting = self.lock();
        while wait && waiting.jobs.is_empty() && !waiting.complete {
            waiting = self
                .changed
                .wait(waiting)
                .unwrap_or_else(PoisonError::into_inner);
        }
        let share = waiting.jobs.len().div_ceil(self.threads);
        for _ in 0..share.min(room) {
            jobs.extend(waiting.jobs.pop());
        }
    }

    pub fn into_failure(self) -> Option<Error> {
        self.waiting
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
            .failure
    }
}
