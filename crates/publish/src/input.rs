//! Lines, from a file or a stream, in blocks that end with a line.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use althing_record::to_hex;
use althing_tlog::Hash;
use memchr::{memchr_iter, memrchr};
use sha2::{Digest, Sha256};

use crate::journal::{Journal, Place, Progress};
use crate::PublishError;

/// Bytes by which a file is known again.
pub const TAIL: usize = 65_536;
/// Bytes that are read at once. No line is as long.
const BLOCK: usize = 1 << 18;

/// Where lines come from.
pub enum Input {
    /// A file. What was read of it is remembered in the log's folder.
    File { path: PathBuf, start: Start },
    /// A stream, which cannot be known again. Remembered is how many lines of it are in the log when it was not read to
    /// its end; whoever sends it again says how many to leave out.
    Stream {
        name: String,
        from: Box<dyn Read + Send>,
        skip: Option<u64>,
    },
}

/// Where reading a file begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// Where it ended the last time, by the folder's journal.
    Resume,
    /// After this many lines, whatever was read before.
    After(u64),
}

/// Whole lines.
pub(crate) struct Block {
    /// The first line's number, from 1.
    pub first_line: u64,
    pub lines: u64,
    /// The lines with their newlines.
    pub bytes: Vec<u8>,
}

/// An input that is being read.
pub(crate) struct Reader {
    name: String,
    source: Box<dyn Read + Send>,
    /// The name under which its place is kept.
    key: Option<String>,
    offset: u64,
    lines: u64,
    tail: Vec<u8>,
    /// Read, but not given out yet.
    rest: Vec<u8>,
    ended: bool,
}

impl Reader {
    /// `recovered`: a batch of a stream was under way when the last run ended, so that its sender cannot know how many
    /// lines are in the log.
    pub(crate) fn open(
        input: Input,
        journal: &Journal,
        recovered: bool,
    ) -> Result<Self, PublishError> {
        match input {
            Input::Stream { name, from, skip } => {
                Self::of_stream(name, from, skip, journal, recovered)
            }
            Input::File { path, start } => Self::of_file(&path, start, journal, recovered),
        }
    }

    fn of_stream(
        name: String,
        from: Box<dyn Read + Send>,
        skip: Option<u64>,
        journal: &Journal,
        recovered: bool,
    ) -> Result<Self, PublishError> {
        match (journal.stream, skip) {
            (Some(lines), None) => Err(PublishError::StreamLeft { input: name, lines }),
            (Some(lines), Some(skip)) if recovered && skip != lines => {
                Err(PublishError::StreamLeft { input: name, lines })
            }
            (_, skip) => Self::new(name, from, None).after(skip.unwrap_or(0)),
        }
    }

    /// How many lines were read of what cannot be known again.
    pub(crate) fn stream(&self) -> Option<u64> {
        self.key.is_none().then_some(self.lines)
    }

    fn new(name: String, source: Box<dyn Read + Send>, key: Option<String>) -> Self {
        Self {
            name,
            source,
            key,
            offset: 0,
            lines: 0,
            tail: Vec::new(),
            rest: Vec::new(),
            ended: false,
        }
    }

    fn of_file(
        path: &Path,
        start: Start,
        journal: &Journal,
        recovered: bool,
    ) -> Result<Self, PublishError> {
        let name = path.display().to_string();
        let io = |action| PublishError::io(path, action);
        let mut file = File::open(path).map_err(io("open it"))?;
        if !file.metadata().map_err(io("open it"))?.is_file() {
            let skip = match start {
                Start::Resume => None,
                Start::After(lines) => Some(lines),
            };
            return Self::of_stream(name, Box::new(file), skip, journal, recovered);
        }
        let key = key(&path.canonicalize().map_err(io("open it"))?);
        if let Start::After(lines) = start {
            return Self::new(name, Box::new(file), Some(key)).after(lines);
        }
        let mut tail = Vec::new();
        if let Some(place) = journal.inputs.get(&key) {
            if !holds(&mut file, place, &mut tail).map_err(io("read it"))? {
                return Err(PublishError::InputChanged {
                    input: name,
                    lines: place.lines,
                });
            }
            file.seek(SeekFrom::Start(place.offset))
                .map_err(io("read it"))?;
            return Ok(Self {
                offset: place.offset,
                lines: place.lines,
                tail,
                ..Self::new(name, Box::new(file), Some(key))
            });
        }
        for (other, place) in &journal.inputs {
            if place.lines > 0 && holds(&mut file, place, &mut tail).map_err(io("read it"))? {
                return Err(PublishError::InputKnown {
                    input: name,
                    other: other.clone(),
                    lines: place.lines,
                });
            }
        }
        file.rewind().map_err(io("read it"))?;
        Ok(Self::new(name, Box::new(file), Some(key)))
    }

    /// Leaves out the first lines.
    fn after(mut self, lines: u64) -> Result<Self, PublishError> {
        self.skip(lines)?;
        Ok(self)
    }

    /// Leaves out that many lines.
    pub(crate) fn skip(&mut self, lines: u64) -> Result<(), PublishError> {
        let end = self.lines.saturating_add(lines);
        let mut buffer = Vec::new();
        while self.lines < end {
            let Some(block) = self.next(end - self.lines, buffer)? else {
                return Err(PublishError::FewLines {
                    input: self.name.clone(),
                    lines: self.lines,
                    skip: end,
                });
            };
            buffer = block.bytes;
        }
        Ok(())
    }

    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// How far it was read, where that can be gone on from.
    pub(crate) fn progress(&self) -> Option<Progress> {
        let place = Place {
            offset: self.offset,
            lines: self.lines,
            tail: Sha256::digest(&self.tail).into(),
        };
        let input = self.key.clone()?;
        Some(Progress { input, place })
    }

    /// The next lines, at least one and at most `max`; `None` at the end.
    pub(crate) fn next(
        &mut self,
        max: u64,
        buffer: Vec<u8>,
    ) -> Result<Option<Block>, PublishError> {
        let mut bytes = buffer;
        bytes.clear();
        bytes.append(&mut self.rest);
        if bytes.len() < BLOCK && !self.ended {
            let wanted = BLOCK - bytes.len();
            let read = self
                .source
                .by_ref()
                .take(wanted as u64)
                .read_to_end(&mut bytes)
                .map_err(PublishError::io(&self.name, "read it"))?;
            self.ended = read < wanted;
        }
        if bytes.is_empty() {
            return Ok(None);
        }
        let Some(last) = memrchr(b'\n', &bytes) else {
            let (input, line) = (self.name.clone(), self.lines + 1);
            return Err(if self.ended {
                PublishError::CutOff { input, line }
            } else {
                let length = bytes.len();
                PublishError::LongLine {
                    input,
                    line,
                    length,
                }
            });
        };
        let (mut end, mut lines) = (last + 1, 0);
        for newline in memchr_iter(b'\n', &bytes[..end]) {
            lines += 1;
            if lines == max {
                end = newline + 1;
                break;
            }
        }
        self.rest.extend_from_slice(&bytes[end..]);
        bytes.truncate(end);
        let first_line = self.lines + 1;
        self.pass(&bytes, lines);
        Ok(Some(Block {
            first_line,
            lines,
            bytes,
        }))
    }

    fn pass(&mut self, bytes: &[u8], lines: u64) {
        self.offset += bytes.len() as u64;
        self.lines += lines;
        if self.key.is_some() {
            let new = &bytes[bytes.len().saturating_sub(TAIL)..];
            let old = self.tail.len().min(TAIL - new.len());
            self.tail.drain(..self.tail.len() - old);
            self.tail.extend_from_slice(new);
        }
    }
}

/// Whether the file has, before the place, what was read there; those bytes come into `tail`.
fn holds(file: &mut File, place: &Place, tail: &mut Vec<u8>) -> std::io::Result<bool> {
    let length = place.offset.min(TAIL as u64);
    file.seek(SeekFrom::Start(place.offset - length))?;
    tail.clear();
    file.by_ref().take(length).read_to_end(tail)?;
    let found: Hash = Sha256::digest(&*tail).into();
    Ok(tail.len() as u64 == length && found == place.tail)
}

/// A path as text, different for different paths.
fn key(path: &Path) -> String {
    match path.to_str() {
        Some(text) => text.into(),
        None => format!("bytes:{}", to_hex(path.as_os_str().as_encoded_bytes())),
    }
}

#[cfg(test)]
mod tests;
