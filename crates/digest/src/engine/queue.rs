//! Work shared between the thread that lists the model and those that hash.

use std::collections::binary_heap::{BinaryHeap, PeekMut};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
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
    /// Bytes listed and not yet read, waiting or in some thread's hands.
    left: AtomicU64,
    threads: u64,
}

/// What a thread gets.
pub(crate) enum Share {
    /// The jobs are in the caller's list, perhaps none: then there is nothing to do now, or if it waited, ever.
    Jobs,
    /// A job as large as all other work together, or larger: the thread that has it should do nothing else.
    Alone(Job),
}

/// A job below this size is never alone.
const ALONE: u64 = 16 << 20;

impl Queue {
    pub fn new(threads: usize) -> Self {
        Self {
            waiting: Mutex::default(),
            changed: Condvar::new(),
            stopped: AtomicBool::new(false),
            left: AtomicU64::new(0),
            threads: threads as u64,
        }
    }

    /// A panic of another thread while it held the lock leaves the heap as it was before or after one operation.
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub fn push(&self, job: Job) {
        self.left.fetch_add(job.len(), Ordering::Relaxed);
        self.lock().jobs.push(job);
        self.changed.notify_one();
    }

    /// So many bytes less are left.
    pub fn hashed(&self, bytes: u64) {
        self.left.fetch_sub(bytes, Ordering::Relaxed);
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

    /// Adds up to `room` jobs to the caller's, of whose jobs `mine` bytes are left, but leaves the other threads their
    /// share. With `wait`, waits for the first job or the end.
    pub fn take(&self, jobs: &mut Vec<Job>, room: usize, mine: u64, wait: bool) -> Share {
        let mut waiting = self.lock();
        while wait && waiting.jobs.is_empty() && !waiting.complete {
            waiting = self
                .changed
                .wait(waiting)
                .unwrap_or_else(PoisonError::into_inner);
        }
        let fair = self.left.load(Ordering::Relaxed) / self.threads;
        let mut mine = mine;
        while jobs.len() < room {
            let Some(next) = waiting.jobs.peek_mut() else {
                break;
            };
            let idle = wait && jobs.is_empty();
            if idle && next.len() >= fair.max(ALONE) {
                return Share::Alone(PeekMut::pop(next));
            }
            if !idle && mine.saturating_add(next.len() / 2) > fair {
                break;
            }
            mine += next.len();
            jobs.push(PeekMut::pop(next));
        }
        Share::Jobs
    }

    /// The largest job, or none when nothing is left.
    pub fn take_one(&self) -> Option<Job> {
        let mut waiting = self.lock();
        while waiting.jobs.is_empty() && !waiting.complete {
            waiting = self
                .changed
                .wait(waiting)
                .unwrap_or_else(PoisonError::into_inner);
        }
        waiting.jobs.pop()
    }

    pub fn into_failure(self) -> Option<Error> {
        self.waiting
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
            .failure
    }
}
