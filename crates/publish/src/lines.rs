//! Lines to entries, on several threads, in order.

use std::collections::BTreeMap;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::sync::mpsc::{channel, Receiver, Sender};
use std::sync::{Arc, Mutex};
use std::thread::Scope;

use althing_record::{Defaults, Kept, LineConverter, Salts};
use althing_tlog::tile::MAX_ENTRY;
use memchr::memchr_iter;

use crate::input::Block;
use crate::PublishError;

/// What a line is.
#[derive(Clone, Copy)]
pub enum Form<'a> {
    /// JSON that becomes a record; the record's sequence number is its index in the log.
    Json {
        defaults: Defaults,
        salts: &'a (dyn Salts + Sync),
    },
    /// The entry itself, without the newline.
    Raw,
}

/// Lines to convert, and the buffer for their records; the first becomes leaf `index`.
struct Job {
    turn: u64,
    index: u64,
    block: Block,
    buffer: Vec<u8>,
}

/// What lines became.
#[derive(Default)]
pub(crate) struct Ready {
    pub bytes: Vec<u8>,
    /// Where the entries are in `bytes`.
    entries: Vec<(u32, u32)>,
    /// Lines of openings to keep.
    pub kept: Vec<u8>,
    /// What ended it before its last line.
    pub fault: Option<PublishError>,
    /// The buffer that was not needed, to be used again as that of `bytes` is.
    pub spare: Vec<u8>,
}

impl Ready {
    pub(crate) fn entries(&self) -> impl Iterator<Item = &[u8]> {
        let at = |&(start, end): &(u32, u32)| &self.bytes[start as usize..end as usize];
        self.entries.iter().map(at)
    }
}

/// Threads that convert.
pub(crate) struct Converters {
    jobs: Sender<Job>,
    done: Receiver<(u64, Ready)>,
    early: BTreeMap<u64, Ready>,
    given: u64,
    taken: u64,
    capacity: u64,
}

impl Converters {
    pub(crate) fn start<'scope, 'env>(
        scope: &'scope Scope<'scope, 'env>,
        form: Form<'env>,
        input: &'env str,
        threads: usize,
    ) -> Self {
        let (jobs, queue) = channel::<Job>();
        let (results, done) = channel();
        let queue = Arc::new(Mutex::new(queue));
        for _ in 0..threads.max(1) {
            let (results, queue) = (results.clone(), Arc::clone(&queue));
            scope.spawn(move || {
                let mut converter = Converter::new(form, input);
                loop {
                    // The lock is held while waiting: whoever has it takes the next job.
                    let next = queue.lock().map(|queue| queue.recv());
                    let Ok(Ok(job)) = next else {
                        break;
                    };
                    let ready = converter.convert_or_say(job.index, job.block, job.buffer);
                    if results.send((job.turn, ready)).is_err() {
                        break;
                    }
                }
            });
        }
        Self {
            jobs,
            done,
            early: BTreeMap::new(),
            given: 0,
            taken: 0,
            capacity: threads.max(1) as u64 * 3,
        }
    }

    pub(crate) fn is_full(&self) -> bool {
        self.given - self.taken >= self.capacity
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.given == self.taken
    }

    /// Gives lines, the first of which becomes leaf `index`, and a buffer for what they become.
    pub(crate) fn give(
        &mut self,
        index: u64,
        block: Block,
        buffer: Vec<u8>,
    ) -> Result<(), PublishError> {
        let job = Job {
            turn: self.given,
            index,
            block,
            buffer,
        };
        self.given += 1;
        self.jobs.send(job).map_err(|_| PublishError::Converter)
    }

    /// Waits for the next lines in order.
    pub(crate) fn take(&mut self) -> Result<Ready, PublishError> {
        while !self.early.contains_key(&self.taken) {
            let (turn, ready) = self.done.recv().map_err(|_| PublishError::Converter)?;
            self.early.insert(turn, ready);
        }
        let ready = self.early.remove(&self.taken);
        self.taken += 1;
        ready.ok_or(PublishError::Converter)
    }
}

pub(crate) struct Converter<'a> {
    input: &'a str,
    lines: Option<LineConverter<'a>>,
}

impl<'a> Converter<'a> {
    pub(crate) fn new(form: Form<'a>, input: &'a str) -> Self {
        let lines = match form {
            Form::Json { defaults, salts } => Some(LineConverter::new(defaults, salts)),
            Form::Raw => None,
        };
        Self { input, lines }
    }

    /// A thread that panicked would be waited for, for ever.
    fn convert_or_say(&mut self, index: u64, block: Block, buffer: Vec<u8>) -> Ready {
        let convert = AssertUnwindSafe(|| self.convert(index, block, buffer));
        catch_unwind(convert).unwrap_or_else(|_| Ready {
            fault: Some(PublishError::Converter),
            ..Ready::default()
        })
    }

    pub(crate) fn convert(&mut self, index: u64, block: Block, mut buffer: Vec<u8>) -> Ready {
        buffer.clear();
        let mut ready = Ready {
            bytes: buffer,
            entries: Vec::with_capacity(block.lines as usize),
            ..Ready::default()
        };
        let result = if self.lines.is_some() {
            ready.bytes.reserve(block.bytes.len());
            self.records(index, &block, &mut ready)
        } else {
            self.raw(&block, &mut ready)
        };
        ready.fault = result.err();
        ready.spare = block.bytes;
        // A raw line is the entry, and stays where it is.
        if self.lines.is_none() {
            std::mem::swap(&mut ready.bytes, &mut ready.spare);
        }
        ready
    }

    fn records(
        &mut self,
        index: u64,
        block: &Block,
        ready: &mut Ready,
    ) -> Result<(), PublishError> {
        let Some(converter) = &mut self.lines else {
            return Ok(());
        };
        for (at, line) in (0..).zip(lines(&block.bytes)) {
            let number = block.first_line + at;
            if line.is_empty() {
                return Err(empty(self.input, number));
            }
            let converted = converter
                .convert(number, Some(index + at), line)
                .map_err(|error| PublishError::Line {
                    input: self.input.into(),
                    error,
                })?;
            let start = ready.bytes.len();
            converted.record.encode_onto(&mut ready.bytes);
            ready.entries.push((start as u32, ready.bytes.len() as u32));
            if !converted.openings.is_empty() {
                let leaf = althing_record::leaf_of(&ready.bytes[start..]);
                let kept = Kept {
                    sequence: index + at,
                    leaf,
                    openings: converted.openings,
                };
                ready.kept.extend_from_slice(kept.to_json().as_bytes());
                ready.kept.push(b'\n');
            }
        }
        Ok(())
    }

    fn raw(&self, block: &Block, ready: &mut Ready) -> Result<(), PublishError> {
        let mut start = 0;
        for (line, end) in (block.first_line..).zip(memchr_iter(b'\n', &block.bytes)) {
            let (input, length) = (self.input, end - start);
            if length == 0 {
                return Err(empty(input, line));
            }
            if length > MAX_ENTRY {
                let input = input.into();
                return Err(PublishError::LongLine {
                    input,
                    line,
                    length,
                });
            }
            ready.entries.push((start as u32, end as u32));
            start = end + 1;
        }
        Ok(())
    }
}

fn empty(input: &str, line: u64) -> PublishError {
    PublishError::EmptyLine {
        input: input.into(),
        line,
    }
}

/// The lines of bytes that end with a newline, without it.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut start = 0;
    memchr_iter(b'\n', bytes).map(move |end| {
        let line = &bytes[start..end];
        start = end + 1;
        line
    })
}
