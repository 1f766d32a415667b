//! A thread that hashes.

use ring::digest::{Context, SHA256};

use super::progress::Progress;
use super::queue::{Job, Queue};
use super::source::Source;
use crate::error::{Error, Result};

/// Stays in the second-level cache of a core between being read and being hashed.
const BUFFER: usize = 128 * 1024;

pub(crate) struct Worker<'a> {
    pub queue: &'a Queue,
    pub progress: &'a dyn Progress,
    pub follow: bool,
}

impl Worker<'_> {
    /// Hashes until nothing is left or somebody failed; returns the digests with their places.
    pub fn run(&self) -> Vec<(usize, [u8; 32])> {
        let mut done = Vec::new();
        let mut jobs = Vec::new();
        let mut buffer = vec![0; BUFFER];
        loop {
            self.queue.take(&mut jobs, 1, true);
            let Some(job) = jobs.pop() else { return done };
            match self.hash(&job, &mut buffer) {
                Ok(digest) => done.push((job.item, digest)),
                Err(error) => {
                    self.queue.fail(error);
                    return done;
                }
            }
        }
    }

    fn hash(&self, job: &Job, buffer: &mut [u8]) -> Result<[u8; 32]> {
        let mut source = Source::open(&job.file, (job.start, job.end), self.follow)?;
        let mut context = Context::new(&SHA256);
        while source.left > 0 {
            if self.queue.stopped() || self.progress.cancelled() {
                return Err(Error::Cancelled);
            }
            let got = source.fill(buffer)?;
            context.update(&buffer[..got]);
            self.progress.hashed(got as u64);
        }
        source.finish()?;
        self.progress.item_done();
        let mut digest = [0; 32];
        digest.copy_from_slice(context.finish().as_ref());
        Ok(digest)
    }
}
