//! A thread that hashes.

use althing_sha256::Kernel;

use super::lanes::Lanes;
use super::progress::Progress;
use super::queue::{Job, Queue, Share};
use super::solo;
use crate::error::{Error, Result};

/// A digest and the item that it belongs to.
pub(crate) type Done = (usize, [u8; 32]);

#[derive(Clone, Copy)]
pub(crate) struct Worker<'a> {
    pub queue: &'a Queue,
    pub progress: &'a dyn Progress,
    pub follow: bool,
    pub kernel: Kernel,
    /// Files open at once.
    pub streams: usize,
}

impl Worker<'_> {
    /// Hashes until nothing is left or somebody failed; returns the digests.
    pub fn run(self) -> Vec<Done> {
        let mut done = Vec::new();
        if let Err(error) = self.work(&mut done) {
            self.queue.fail(error);
        }
        done
    }

    fn work(&self, done: &mut Vec<Done>) -> Result<()> {
        if self.kernel.streams() == 1 {
            while let Some(job) = self.queue.take_one() {
                done.push(solo::hash(self, &job)?);
            }
            return Ok(());
        }
        let mut lanes = Lanes::new(self);
        loop {
            let mut jobs = Vec::new();
            match self
                .queue
                .take(&mut jobs, lanes.free(), lanes.left(), lanes.is_empty())
            {
                Share::Alone(job) => done.push(solo::hash(self, &job)?),
                Share::Jobs => {
                    for job in jobs {
                        lanes.open(job)?;
                    }
                    if lanes.is_empty() {
                        return Ok(());
                    }
                    lanes.step(done)?;
                }
            }
        }
    }

    /// Called before every read.
    pub fn check(&self) -> Result<()> {
        if self.queue.stopped() || self.progress.cancelled() {
            return Err(Error::Cancelled);
        }
        Ok(())
    }

    pub fn read(&self, bytes: usize) {
        self.queue.hashed(bytes as u64);
        self.progress.hashed(bytes as u64);
    }

    pub fn finished(&self, job: &Job, digest: [u8; 32]) -> Done {
        self.progress.item_done();
        (job.item, digest)
    }
}
