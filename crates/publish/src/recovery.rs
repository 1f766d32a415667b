//! Completes what an earlier run has begun, or takes it back.

use althing_tlog::checkpoint::Checkpoint;
use althing_tlog::note::{Note, MAX_NOTE};
use althing_tlog::store::{write_edge, CHECKPOINT};

use crate::files::read;
use crate::input::Reader;
use crate::journal::{Pending, Progress};
use crate::publisher::compare;
use crate::{kept, Chain, Input, Mark, PublishError, Publisher, Start};

/// Said where the chain's history does not say what came into the log.
const UNKNOWN: &str = "this node's history does not reach back to when the folder was left; use a node whose history does";

/// How much of what is pending the chain has.
enum Arrived {
    /// All.
    Everything,
    /// So many batches; the next one can be sent.
    Open(usize),
    /// So many batches; the log has gone another way since, so that the next one never fits.
    Over(usize),
}

impl<C: Chain> Publisher<'_, C> {
    /// A folder without a journal: a new one, or one that is adopted.
    pub(crate) fn begin(&mut self) -> Result<(), PublishError> {
        let path = self.folder.join(CHECKPOINT);
        let any = path.exists() || self.folder.join("tile").exists();
        if any && !self.settings.adopt {
            return Err(PublishError::NoJournal {
                path: self.folder.clone(),
            });
        }
        if any {
            let not = |why: String| PublishError::NotAdopted {
                path: path.clone(),
                why,
            };
            let bytes = read(&path, MAX_NOTE).map_err(|why| not(why.to_string()))?;
            let note = Note::parse(&bytes).map_err(|error| not(error.to_string()))?;
            let head = Checkpoint::parse(note.text()).map_err(|error| not(error.to_string()))?;
            if head.origin() != self.settings.origin {
                return Err(not(format!("its origin is {:?}", head.origin())));
            }
            let mark = Mark {
                size: head.size(),
                root: *head.root(),
            };
            match self.root_at(mark.size)? {
                Some(root) if root == mark.root => {}
                _ => return Err(not("the chain's history does not have its root".into())),
            }
            self.check_tiles(&mark)?;
            self.journal.published = mark;
            self.journal.building = true;
        }
        self.journal.save(&self.folder)
    }

    /// Completes or takes back what is pending, and removes what nobody has seen.
    pub(crate) fn recover(&mut self) -> Result<(), PublishError> {
        let Some(pending) = self.journal.pending.clone() else {
            return match self.journal.building {
                true => self.clean(),
                false => Ok(()),
            };
        };
        self.recovered = pending.stream.is_some();
        self.check_tiles(&pending.mark)?;
        let arrived = if pending.batches.is_empty() {
            Arrived::Everything
        } else {
            self.arrived(&pending)?
        };
        match arrived {
            Arrived::Everything => {}
            Arrived::Open(next) => self.send(next)?,
            Arrived::Over(parts) => return self.take_back(&pending, parts),
        }
        self.announce()?;
        self.finish()
    }

    /// That the folder has the tree's right edge, which the next batch would extend.
    fn check_tiles(&self, mark: &Mark) -> Result<(), PublishError> {
        match self.frontier(mark.size)?.root() {
            root if root == mark.root => Ok(()),
            _ => Err(PublishError::Damaged {
                path: self.folder.clone(),
                why: format!("do not give the root of the tree of {} entries", mark.size),
            }),
        }
    }

    /// The root of the chain's log at a size, from its head or its history.
    fn root_at(&mut self, size: u64) -> Result<Option<althing_tlog::Hash>, PublishError> {
        let head = self.chain.head()?;
        match head.size {
            now if now == size => Ok(Some(head.root)),
            _ if size == 0 => Ok(Some(Mark::empty().root)),
            _ => self.chain.root_at(size),
        }
    }

    fn arrived(&mut self, pending: &Pending) -> Result<Arrived, PublishError> {
        let head = self.chain.head()?;
        let mut reached = self.journal.published;
        if head.size <= reached.size {
            compare(&head, &reached)?;
        }
        // Every batch that arrived has left its root in the chain's history.
        let mut parts = 0;
        for sending in &pending.batches {
            let Mark { size, root } = sending.after;
            let found = match head.size {
                now if now < size => break,
                now if now == size => head.root,
                _ => self.chain.root_at(size)?.ok_or(PublishError::Apart {
                    chain: head.size,
                    folder: reached.size,
                    advice: UNKNOWN,
                })?,
            };
            if found != root {
                break;
            }
            (parts, reached) = (parts + 1, sending.after);
        }
        Ok(match parts {
            all if all == pending.batches.len() => Arrived::Everything,
            next if head == reached => Arrived::Open(next),
            parts => Arrived::Over(parts),
        })
    }

    /// Keeps the first parts of what is pending; the rest never happens, its lines will be read again.
    fn take_back(&mut self, pending: &Pending, parts: usize) -> Result<(), PublishError> {
        let first = self.journal.published.size;
        let mark = match parts.checked_sub(1) {
            None => self.journal.published,
            Some(last) => pending.batches[last].after,
        };
        let progress = match &pending.progress {
            Some(progress) if parts > 0 => {
                Some(self.read_again(progress, pending.mark.size - mark.size)?)
            }
            _ => None,
        };
        let beyond = pending.mark.size - mark.size;
        let stream = pending.stream.filter(|_| parts > 0);
        if parts > 0 {
            write_edge(&self.folder, pending.mark.size, mark.size)?;
        }
        kept::cut(&self.folder, first, mark.size)?;
        self.journal.pending = (parts > 0).then_some(Pending {
            mark,
            batches: Vec::new(),
            progress,
            // Every line is one entry.
            stream: stream.map(|lines| lines.saturating_sub(beyond)),
        });
        self.journal.building = true;
        self.journal.save(&self.folder)?;
        if parts > 0 {
            self.announce()?;
        }
        self.clean()
    }

    /// The place so many lines before this one: every line is one entry.
    fn read_again(&self, progress: &Progress, entries: u64) -> Result<Progress, PublishError> {
        let changed = || PublishError::InputChanged {
            input: progress.input.clone(),
            lines: progress.place.lines,
        };
        let input = Input::File {
            path: progress.input.clone().into(),
            start: Start::After(progress.place.lines - entries),
        };
        let mut reader = Reader::open(input, &self.journal, false)?;
        let before = reader.progress().ok_or_else(changed)?;
        reader.skip(entries)?;
        match reader.progress() {
            Some(after) if after == *progress => Ok(before),
            _ => Err(changed()),
        }
    }
}
