//! One file by itself, from front to back: its SHA-256 is a chain that one core hashes. When nothing else is left to do,
//! a second core reads ahead, so that the first one does nothing but hash.

use std::sync::mpsc::{channel, sync_channel, Receiver, Sender, SyncSender};
use std::sync::Arc;

use ring::digest::{Context, SHA256};

use super::queue::Job;
use super::source::Source;
use super::worker::{Done, Worker};
use crate::error::{Error, Result};

/// Read and hashed at once: calls to the kernel are rare, and the buffer stays in the second-level cache of a core.
const BUFFER: usize = 256 * 1024;

/// From so many bytes on reading ahead is worth a thread.
const AHEAD: u64 = 16 << 20;

/// Buffers of a thread that reads ahead, and what it reads at once: large enough that the two threads rarely wake each
/// other, small enough for the cache that they share.
const BUFFERS: usize = 3;
const LARGE_BUFFER: usize = 1 << 20;

pub(crate) fn hash(worker: &Worker, job: &Job) -> Result<Done> {
    let mut source = Source::open(Arc::clone(&job.file), job.start, worker.follow)?;
    let mut context = Context::new(&SHA256);
    let mut left = job.len();
    let mut buffer = vec![0; usize::try_from(left).unwrap_or(BUFFER).min(BUFFER)];
    while left > 0 {
        if left >= AHEAD && worker.queue.is_last(left) {
            read_ahead(worker, &mut source, &mut context, left)?;
            break;
        }
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

/// Hashes the `left` bytes that another thread reads.
fn read_ahead(
    worker: &Worker,
    source: &mut Source,
    context: &mut Context,
    left: u64,
) -> Result<()> {
    std::thread::scope(|scope| {
        let (full, to_hash) = sync_channel(BUFFERS);
        let (spare, to_fill) = channel();
        let reader = move || read(worker, source, left, &to_fill, &full);
        let reader = std::thread::Builder::new().spawn_scoped(scope, reader);
        let reader = reader.map_err(Error::Threads)?;
        for _ in 0..BUFFERS {
            give(&spare, vec![0; LARGE_BUFFER]);
        }
        for buffer in to_hash {
            for part in buffer.chunks(BUFFER) {
                context.update(part);
                worker.read(part.len());
            }
            give(&spare, buffer);
        }
        // A panic there is a defect of this crate: it goes on here.
        reader
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}

/// A reader that has read everything, or failed, takes no more.
fn give(spare: &Sender<Vec<u8>>, buffer: Vec<u8>) {
    let _ = spare.send(buffer);
}

/// Fills the buffers that come back, in turn.
fn read(
    worker: &Worker,
    source: &mut Source,
    mut left: u64,
    to_fill: &Receiver<Vec<u8>>,
    full: &SyncSender<Vec<u8>>,
) -> Result<()> {
    while left > 0 {
        worker.check()?;
        let Ok(mut buffer) = to_fill.recv() else {
            unreachable!("the buffers come back until this thread has ended");
        };
        let want = usize::try_from(left)
            .unwrap_or(LARGE_BUFFER)
            .min(LARGE_BUFFER);
        buffer.truncate(want);
        source.fill(&mut buffer)?;
        left -= want as u64;
        if full.send(buffer).is_err() {
            unreachable!("what is read is hashed until this thread has ended");
        }
    }
    Ok(())
}
