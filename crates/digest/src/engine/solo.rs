//! One file by itself, from front to back: its SHA-256 is a chain that one core hashes. A second thread that reads ahead
//! does not pay: a copy from the page cache into this core's second-level cache takes a twentieth of the hashing, and
//! one that another core has made is slower to read.

use std::sync::Arc;

use ring::digest::{Context, SHA256};

use super::queue::Job;
use super::source::Source;
use super::worker::{Done, Worker};
use crate::error::Result;

/// Read at once: calls to the kernel are rare, and the buffer stays in the second-level cache of a core.
const BUFFER: usize = 256 * 1024;

pub(crate) fn hash(worker: &Worker, job: &Job) -> Result<Done> {
    let mut source = Source::open(Arc::clone(&job.file), job.start, worker.follow)?;
    let mut context = Context::new(&SHA256);
    let mut left = job.len();
    let mut buffer = vec![0; usize::try_from(left).unwrap_or(BUFFER).min(BUFFER)];
    while left > 0 {
        worker.check()?;
        let want = usize::try_from(left).unwrap_or(BUFFER).min(BUFFER);
        source.fill(&mut buffer[..want])?;
        context.update(&buffer[..want]);
        worker.read(want);
        left -= want as u64;
    }
    source.finish()?;
    let mut digest = [0; 32];
    digest.copy_from_slice(context.finish().as_ref());
    Ok(worker.finished(job, digest))
}
