//! One file by itself: another thread reads ahead while this one hashes, so that a single large file, which one core
//! must hash from front to back, at least does not wait for the copies from the page cache.

use std::sync::mpsc::{sync_channel, Receiver, SyncSender};
use std::sync::Arc;

use ring::digest::{Context, SHA256};

use super::queue::Job;
use super::source::Source;
use super::worker::{Done, Worker};
use crate::error::{Error, Result};

/// Read at once.
const BUFFER: usize = 128 * 1024;
/// Buffers between the two threads.
const AHEAD: usize = 4;
/// From this size on a second thread is worth its start.
const LARGE: u64 = 16 << 20;

pub(crate) fn hash(worker: &Worker, job: &Job) -> Result<Done> {
    let mut source = Source::open(Arc::clone(&job.file), job.start, worker.follow)?;
    let mut context = Context::new(&SHA256);
    if job.len() < LARGE || !ahead(worker, job, &mut source, &mut context)? {
        let mut left = job.len();
        let mut buffer = vec![0; BUFFER];
        while left > 0 {
            worker.check()?;
            let want = usize::try_from(left).unwrap_or(BUFFER).min(BUFFER);
            source.fill(&mut buffer[..want])?;
            context.update(&buffer[..want]);
            worker.read(want);
            left -= want as u64;
        }
    }
    source.finish()?;
    let mut digest = [0; 32];
    digest.copy_from_slice(context.finish().as_ref());
    Ok(worker.finished(job, digest))
}

/// Hashes all of the job with a reading thread; `false` if there is no thread to have, and nothing was done.
fn ahead(worker: &Worker, job: &Job, source: &mut Source, context: &mut Context) -> Result<bool> {
    let (full, filled) = sync_channel::<Vec<u8>>(AHEAD);
    let (back, empty) = sync_channel::<Vec<u8>>(AHEAD);
    for _ in 0..AHEAD {
        back.send(vec![0; BUFFER])
            .expect("there is room for all, and the receiver is here");
    }
    let mut left = job.len();
    std::thread::scope(|scope| {
        let reader = move || read(source, job.len(), &empty, &full);
        let Ok(reader) = std::thread::Builder::new().spawn_scoped(scope, reader) else {
            return Ok(false);
        };
        let mut verdict = Ok(());
        // The loop ends when the reader is done or has failed, or when the caller wants to stop; dropping the receiver
        // then ends the reader.
        for buffer in filled {
            verdict = worker.check();
            if verdict.is_err() {
                break;
            }
            context.update(&buffer);
            worker.read(buffer.len());
            left -= buffer.len() as u64;
            // The reader may have ended: then nobody needs the buffer.
            let _ = back.send(buffer);
        }
        drop(back);
        let read = reader
            .join()
            .unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        verdict.and(read)?;
        if left > 0 {
            return Err(Error::Cancelled);
        }
        Ok(true)
    })
}

fn read(
    source: &mut Source,
    mut left: u64,
    empty: &Receiver<Vec<u8>>,
    full: &SyncSender<Vec<u8>>,
) -> Result<()> {
    while left > 0 {
        let Ok(mut buffer) = empty.recv() else {
            return Ok(());
        };
        buffer.truncate(usize::try_from(left).unwrap_or(BUFFER));
        source.fill(&mut buffer)?;
        left -= buffer.len() as u64;
        if full.send(buffer).is_err() {
            return Ok(());
        }
    }
    Ok(())
}
