//! Hashes bundles on all cores and writes them and their tiles under `.staging/`.

use std::sync::mpsc::{channel, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use althing_sha256::{hash_all, Kernel};

use super::files::Staging;
use super::StoreError;
use crate::hash::{perfect_root, Hash};
use crate::tile::{Bundle, Kind, TileError, TilePath, TILE_WIDTH};

/// A full bundle to hash and to write.
pub(super) struct Job {
    /// Its index.
    pub bundle: u64,
    pub bytes: Vec<u8>,
    /// Entries of it that the tree has already.
    pub known: u16,
}

/// A bundle that was hashed and written.
pub(super) struct Done {
    pub bundle: u64,
    pub known: u16,
    pub hashes: Vec<Hash>,
    /// Of the tile of its hashes.
    pub root: Hash,
    /// Bytes written.
    pub written: usize,
    /// The bundle's buffer, to be used again.
    pub buffer: Vec<u8>,
}

/// Threads that take jobs and return them, in any order.
pub(super) struct Workers {
    jobs: Option<Sender<Job>>,
    done: Receiver<Result<Done, StoreError>>,
    threads: Vec<JoinHandle<()>>,
    in_flight: usize,
}

impl Workers {
    pub(super) fn start(threads: usize, staging: &Staging) -> Self {
        let (jobs, queue) = channel::<Job>();
        let (results, done) = channel();
        let queue = Arc::new(Mutex::new(queue));
        let threads = (0..threads.max(1))
            .map(|_| {
                let (queue, results, staging) =
                    (Arc::clone(&queue), results.clone(), staging.clone());
                std::thread::spawn(move || loop {
                    // The lock is held while waiting: whoever has it takes the next job.
                    let next = queue.lock().map(|queue| queue.recv());
                    let Ok(Ok(job)) = next else { break };
                    if results.send(work(job, &staging)).is_err() {
                        break;
                    }
                })
            })
            .collect();
        Self {
            jobs: Some(jobs),
            done,
            threads,
            in_flight: 0,
        }
    }

    /// Bundles given and not taken back yet.
    pub(super) fn in_flight(&self) -> usize {
        self.in_flight
    }

    /// As many as keep all threads busy while the caller does something else.
    pub(super) fn capacity(&self) -> usize {
        self.threads.len() * 8
    }

    pub(super) fn give(&mut self, job: Job) -> Result<(), StoreError> {
        let jobs = self.jobs.as_ref().ok_or(StoreError::Failed)?;
        jobs.send(job).map_err(|_| StoreError::Failed)?;
        self.in_flight += 1;
        Ok(())
    }

    /// Waits for one bundle.
    pub(super) fn take(&mut self) -> Result<Done, StoreError> {
        let done = self.done.recv().map_err(|_| StoreError::Failed)?;
        self.in_flight -= 1;
        done
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.jobs = None;
        for thread in self.threads.drain(..) {
            // A thread that panicked has dropped its results; take() has said so.
            let _ = thread.join();
        }
    }
}

fn work(mut job: Job, staging: &Staging) -> Result<Done, StoreError> {
    let path = |kind| tile_path(kind, job.bundle, TILE_WIDTH);
    let (entries, tile) = (path(Kind::Entries), path(Kind::Hashes(0)));
    staging.write(&entries, &job.bytes)?;
    let mut written = job.bytes.len();
    let hashes =
        hash_bundle(&mut job.bytes, TILE_WIDTH).map_err(|fault| StoreError::Malformed {
            path: entries.to_string().into(),
            fault,
        })?;
    let bytes = hashes.as_flattened();
    staging.write(&tile, bytes)?;
    written += bytes.len();
    let root = perfect_root(&hashes).unwrap_or_default();
    Ok(Done {
        bundle: job.bundle,
        known: job.known,
        hashes,
        root,
        written,
        buffer: job.bytes,
    })
}

/// The path of a tile whose width is known to be in bounds.
pub(super) fn tile_path(kind: Kind, index: u64, width: u16) -> TilePath {
    TilePath::new(kind, index, width).unwrap_or_else(|| unreachable!("width {width} of {kind:?}"))
}

/// The leaf hashes of a bundle's entries. The bundle is not to be used afterwards: each entry's last
/// length byte becomes the leaf prefix, so that prefix and entry are hashed in one piece.
pub(super) fn hash_bundle(bytes: &mut [u8], width: u16) -> Result<Vec<Hash>, TileError> {
    let mut bundle = Bundle::new(bytes, width);
    let mut ends = Vec::with_capacity(width.into());
    while let Some(entry) = bundle.next() {
        entry?;
        ends.push(bundle.offset());
    }
    let starts = || std::iter::once(0).chain(ends.iter().copied());
    for start in starts().take(ends.len()) {
        bytes[start + 1] = 0;
    }
    let leaves = starts()
        .zip(&ends)
        .map(|(start, end)| &bytes[start + 1..*end]);
    let leaves: Vec<&[u8]> = leaves.collect();
    let mut hashes = vec![[0; 32]; leaves.len()];
    hash_all(Kernel::detect(), &leaves, &mut hashes);
    Ok(hashes)
}
