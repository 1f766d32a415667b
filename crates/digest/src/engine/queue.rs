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
    /// Threads that wait for a job: only they need to be woken.
    idle: usize,
    failure: Option<Error>,
}

/// Jobs to do, and the first failure.
pub(crate) struct Queue {
    waiting: Mutex<Waiting>,
    changed: Condvar,
    stopped: AtomicBool,
    /// No job will follow.
    complete: AtomicBool,
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
            complete: AtomicBool::new(false),
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
        let mut waiting = self.lock();
        waiting.jobs.push(job);
        // A call of the system for each of many small files would take a while.
        if waiting.idle > 0 {
            self.changed.notify_one();
        }
    }

    /// So many bytes less are left.
    pub fn hashed(&self, bytes: u64) {
        self.left.fetch_sub(bytes, Ordering::Relaxed);
    }

    /// No job will follow.
    pub fn complete(&self) {
        let _waiting = self.lock();
        self.complete.store(true, Ordering::Release);
        self.changed.notify_all();
    }

    /// Whether the `left` bytes that the caller is hashing are all that is left to do, while another core has nothing.
    pub fn is_last(&self, left: u64) -> bool {
        self.threads > 1
            && self.complete.load(Ordering::Acquire)
            && self.left.load(Ordering::Relaxed) == left
    }

    /// Ends all work; the first error is the one reported.
    pub fn fail(&self, error: Error) {
        let mut waiting = self.lock();
        waiting.failure.get_or_insert(error);
        self.complete.store(true, Ordering::Release);
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
        if room == 0 {
            return Share::Jobs;
        }
        let mut waiting = self.lock();
        if wait {
            waiting = self.wait(waiting);
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
        self.wait(self.lock()).jobs.pop()
    }

    /// Until there is a job, or none will follow.
    fn wait<'a>(&self, mut waiting: MutexGuard<'a, Waiting>) -> MutexGuard<'a, Waiting> {
        while waiting.jobs.is_empty() && !self.complete.load(Ordering::Acquire) {
            waiting.idle += 1;
            waiting = self
                .changed
                .wait(waiting)
                .unwrap_or_else(PoisonError::into_inner);
            waiting.idle -= 1;
        }
        waiting
    }

    pub fn into_failure(self) -> Option<Error> {
        self.waiting
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner)
            .failure
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::folders::Folder;
    use crate::engine::source::Stamp;

    fn job(item: usize, bytes: u64) -> Job {
        let meta = std::fs::metadata("/").unwrap();
        let file = FileEntry {
            folder: Folder::closed("/".as_ref()),
            name: "file".into(),
            stamp: Stamp::of(&meta),
        };
        Job {
            item,
            start: 0,
            end: bytes,
            file: Arc::new(file),
        }
    }

    #[test]
    fn the_last_job_is_known_when_all_others_are_done_and_none_can_come() {
        let queue = Queue::new(2);
        queue.push(job(0, 100));
        queue.push(job(1, 50));
        assert_eq!(queue.take_one().unwrap().item, 0);
        queue.hashed(10);
        assert!(!queue.is_last(90));
        queue.complete();
        assert!(!queue.is_last(90));
        assert_eq!(queue.take_one().unwrap().item, 1);
        queue.hashed(50);
        assert!(queue.is_last(90));
        assert!(queue.take_one().is_none());
        let alone = Queue::new(1);
        alone.push(job(0, 100));
        alone.complete();
        assert!(!alone.is_last(100), "nobody is there to read ahead");
    }

    #[test]
    fn whoever_waits_is_woken_by_a_job_and_by_the_end() {
        let queue = Queue::new(2);
        std::thread::scope(|scope| {
            let waiting = [(); 2].map(|()| scope.spawn(|| queue.take_one()));
            queue.push(job(7, 1));
            queue.complete();
            let mut taken = waiting.map(|thread| thread.join().unwrap().map(|job| job.item));
            taken.sort_unstable();
            assert_eq!(taken, [None, Some(7)]);
        });
    }
}
