//! Several files side by side in one thread.

use std::sync::Arc;

use althing_sha256::{pad, State, BLOCK, MAX_STREAMS};

use super::queue::Job;
use super::source::{FileEntry, Source};
use super::worker::{Done, Worker};
use crate::error::Result;

/// Read at once per file: sixteen of them stay in the second-level cache of a core.
const BUFFER: usize = 32 * 1024;

/// One file or shard on its way.
struct Lane {
    item: usize,
    source: Option<Source>,
    /// Bytes still to be read.
    left: u64,
    total: u64,
    state: State,
    buffer: Vec<u8>,
    at: usize,
    end: usize,
}

pub(crate) struct Lanes<'a> {
    worker: &'a Worker<'a>,
    active: Vec<Lane>,
    /// Buffers of finished lanes, to be used again.
    spare: Vec<Vec<u8>>,
}

impl<'a> Lanes<'a> {
    pub fn new(worker: &'a Worker<'a>) -> Self {
        Self {
            worker,
            active: Vec::with_capacity(MAX_STREAMS),
            spare: Vec::new(),
        }
    }

    pub fn free(&self) -> usize {
        self.worker.streams - self.active.len()
    }

    pub fn is_empty(&self) -> bool {
        self.active.is_empty()
    }

    /// Bytes still to be read by this thread.
    pub fn left(&self) -> u64 {
        self.active.iter().map(|lane| lane.left).sum()
    }

    pub fn open(&mut self, job: Job) -> Result<()> {
        let source = Source::open(
            Arc::<FileEntry>::clone(&job.file),
            job.start,
            self.worker.follow,
        )?;
        let buffer = self
            .spare
            .pop()
            .unwrap_or_else(|| vec![0; BUFFER + 2 * BLOCK]);
        self.active.push(Lane {
            item: job.item,
            source: Some(source),
            left: job.len(),
            total: job.len(),
            state: State::START,
            buffer,
            at: 0,
            end: 0,
        });
        Ok(())
    }

    /// Reads where nothing is buffered, hashes the next blocks of all lanes, and closes those that are done.
    pub fn step(&mut self, done: &mut Vec<Done>) -> Result<()> {
        for lane in self.active.iter_mut().filter(|lane| lane.at == lane.end) {
            lane.fill(self.worker)?;
        }
        let count = self.active.len();
        let mut states = [State::START; MAX_STREAMS];
        let mut taken = [0; MAX_STREAMS];
        let mut inputs = [&[][..]; MAX_STREAMS];
        for (i, lane) in self.active.iter().enumerate() {
            states[i] = lane.state;
            inputs[i] = &lane.buffer[lane.at..lane.end];
        }
        self.worker
            .kernel
            .compress(&mut states[..count], &inputs[..count], &mut taken[..count]);
        for ((lane, state), taken) in self.active.iter_mut().zip(states).zip(taken) {
            lane.state = state;
            lane.at += taken;
        }
        for i in (0..count)
            .rev()
            .filter(|i| self.active[*i].done())
            .collect::<Vec<_>>()
        {
            let lane = self.active.swap_remove(i);
            done.push((lane.item, lane.state.digest()));
            self.worker.progress.item_done();
            self.spare.push(lane.buffer);
        }
        Ok(())
    }
}

impl Lane {
    /// Reads the next part; behind the last one comes the padding.
    fn fill(&mut self, worker: &Worker) -> Result<()> {
        worker.check()?;
        let want = usize::try_from(self.left).unwrap_or(BUFFER).min(BUFFER);
        let Some(source) = &mut self.source else {
            return Ok(());
        };
        source.fill(&mut self.buffer[..want])?;
        self.left -= want as u64;
        worker.read(want);
        (self.at, self.end) = (0, want);
        if self.left == 0 {
            self.end = pad(&mut self.buffer, want, self.total);
            if let Some(source) = self.source.take() {
                source.finish()?;
            }
        }
        Ok(())
    }

    fn done(&self) -> bool {
        self.source.is_none() && self.at == self.end
    }
}
