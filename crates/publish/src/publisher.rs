//! Publishes entries: builds, sends, announces.

use std::cmp::Ordering;
use std::fs::File;
use std::path::{Path, PathBuf};

use althing_record::Address;
use althing_tlog::checkpoint::Checkpoint;
use althing_tlog::key::SignerKey;
use althing_tlog::note::Note;
use althing_tlog::store::{edge_frontier, remove_beyond, Builder, Folder, Options};
use althing_tlog::tree::{Batch, Frontier};

use crate::files::lock;
use crate::input::Reader;
use crate::journal::{Journal, Pending, Sending};
use crate::kept;
use crate::{Chain, Form, Input, Mark, PublishError, Step, Watcher};

/// Entries of a batch, at most.
const MAX_BATCH: u64 = 1 << 30;
/// Said where the chain's log has entries that the folder does not have.
const BEHIND: &str = "fetch what is missing first (althing log sync)";
/// Said where the folder has more than the chain.
const AHEAD: &str =
    "the node is behind, or this is the folder of another cluster's log; try again or check the cluster";

/// How a log is published.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The log's address.
    pub log: Address,
    /// The checkpoint's first line: the log's identity.
    pub origin: String,
    /// Who signs the checkpoint.
    pub signer: SignerKey,
    /// Entries of a batch. Batches end at multiples of it, so that most of them are few subtrees.
    pub batch: u64,
    /// Subtrees that one transaction carries, at most.
    pub subtrees: usize,
    /// How tiles are written; its threads also convert lines.
    pub store: Options,
    /// Whether to go on with a folder that has a checkpoint but no journal: one that was copied from where it is served.
    pub adopt: bool,
}

/// What a run has done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Entries before.
    pub old_size: u64,
    /// The log now.
    pub now: Mark,
    /// Batches.
    pub batches: u64,
    /// Transactions.
    pub transactions: u64,
}

/// What of a stream is in the log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Left {
    /// Lines, those included that were left out.
    pub lines: u64,
    /// Whether there are no more: else a batch is under way, of which the next run finds out.
    pub certain: bool,
}

/// A log's folder, with which one process works.
pub struct Publisher<'a, C: Chain> {
    pub(crate) folder: PathBuf,
    pub(crate) settings: Settings,
    pub(crate) journal: Journal,
    pub(crate) chain: C,
    pub(crate) watcher: &'a mut dyn Watcher,
    pub(crate) transactions: u64,
    /// Whether what the last run left under way was of a stream.
    pub(crate) recovered: bool,
    /// Whether a stream is being read.
    streaming: bool,
    _lock: File,
}

impl<'a, C: Chain> Publisher<'a, C> {
    /// Opens a log's folder, or makes it, and completes what an earlier run has begun.
    ///
    /// # Errors
    /// [`PublishError`].
    pub fn open(
        folder: &Path,
        settings: Settings,
        chain: C,
        watcher: &'a mut dyn Watcher,
    ) -> Result<Self, PublishError> {
        if !(1..=MAX_BATCH).contains(&settings.batch) {
            return Err(PublishError::BatchSize(settings.batch));
        }
        checkpoint(&settings, &Mark::empty())?;
        let held = lock(folder)?;
        let journal = Journal::load(folder, &settings.log)?;
        let fresh = journal.is_none();
        let empty = Journal::new(&settings.log, Mark::empty());
        let mut publisher = Self {
            folder: folder.into(),
            settings,
            journal: journal.unwrap_or(empty),
            chain,
            watcher,
            transactions: 0,
            recovered: false,
            streaming: false,
            _lock: held,
        };
        if fresh {
            publisher.begin()?;
        }
        publisher.recover()?;
        Ok(publisher)
    }

    /// What is published.
    #[must_use]
    pub fn published(&self) -> Mark {
        self.journal.published
    }

    /// The chain.
    pub fn chain(&mut self) -> &mut C {
        &mut self.chain
    }

    /// Appends an input's lines, batch by batch, until its end.
    ///
    /// # Errors
    /// [`PublishError`]. The batches before are published then, of the one at fault nothing.
    pub fn append(&mut self, input: Input, form: Form<'_>) -> Result<Outcome, PublishError> {
        let head = self.chain.head()?;
        compare(&head, &self.journal.published)?;
        let before = self.start();
        let mut reader = Reader::open(input, &self.journal, self.recovered)?;
        if let Some(lines) = reader.stream() {
            self.streaming = true;
            self.journal.stream = (lines > 0).then_some(lines);
            self.journal.save(&self.folder)?;
        }
        let appended = self.append_all(&mut reader, form);
        let batches = self.tidy(appended)?;
        Ok(self.outcome(before, batches))
    }

    fn append_all(&mut self, reader: &mut Reader, form: Form<'_>) -> Result<u64, PublishError> {
        let name = reader.name().to_owned();
        let mut builder = self.builder()?;
        let mut batches = 0;
        while self.build(reader, &name, form, &mut builder)? {
            let published = builder.publish()?;
            self.publish(&published, reader.progress(), reader.stream())?;
            batches += 1;
        }
        if self.streaming {
            self.journal.stream = None;
        }
        Ok(batches)
    }

    /// What of a stream is in the log, after an error in the middle of it; `None` where no stream was read.
    #[must_use]
    pub fn left(&self) -> Option<Left> {
        self.streaming.then(|| Left {
            lines: self.journal.stream.unwrap_or(0),
            certain: self.journal.pending.is_none(),
        })
    }

    /// Takes entries that the chain's log has already, up to `head`.
    ///
    /// # Errors
    /// [`PublishError::OtherRoot`] where they do not lead to `head`, and whatever `entries` fails with; the folder is
    /// as before then.
    pub fn take(
        &mut self,
        entries: impl IntoIterator<Item = Result<Vec<u8>, PublishError>>,
        head: Mark,
    ) -> Result<Outcome, PublishError> {
        let before = self.start();
        let taken = self.take_all(entries, head);
        self.tidy(taken)?;
        Ok(self.outcome(before, 0))
    }

    fn take_all(
        &mut self,
        entries: impl IntoIterator<Item = Result<Vec<u8>, PublishError>>,
        head: Mark,
    ) -> Result<(), PublishError> {
        let mut builder = self.builder()?;
        for entry in entries {
            let index = builder.push(&entry?)?;
            if !self.watcher.progress(index + 1) {
                return Err(PublishError::Stopped);
            }
        }
        let published = builder.publish()?;
        let reached = Mark {
            size: published.size,
            root: published.root,
        };
        compare(&head, &reached)?;
        if reached == self.journal.published {
            return Ok(());
        }
        self.step(Step::Built)?;
        self.intend(Pending {
            mark: reached,
            batches: Vec::new(),
            progress: None,
            stream: None,
        })?;
        self.announce()
    }

    /// Opens the tiles; from here on there may be some that nobody has seen.
    fn builder(&mut self) -> Result<Builder, PublishError> {
        if !self.journal.building {
            self.journal.building = true;
            self.journal.save(&self.folder)?;
        }
        let Mark { size, root } = self.journal.published;
        let builder = Builder::open(&self.folder, size, &root, self.settings.store)?;
        Ok(builder)
    }

    fn start(&self) -> (Mark, u64) {
        (self.journal.published, self.transactions)
    }

    fn outcome(&self, (before, sent): (Mark, u64), batches: u64) -> Outcome {
        Outcome {
            old_size: before.size,
            now: self.journal.published,
            batches,
            transactions: self.transactions - sent,
        }
    }

    /// Removes what nobody has seen.
    fn tidy<T>(&mut self, result: Result<T, PublishError>) -> Result<T, PublishError> {
        match result {
            Ok(done) => self.finish().map(|()| done),
            Err(PublishError::Stopped) => Err(PublishError::Stopped),
            Err(error) => {
                if self.journal.pending.is_none() {
                    // Where this fails too, the next run does it; what came first is what to tell.
                    let _ = self.clean();
                }
                Err(error)
            }
        }
    }

    /// Makes the folder that of what is published.
    pub(crate) fn clean(&mut self) -> Result<(), PublishError> {
        let size = self.journal.published.size;
        remove_beyond(&self.folder, size)?;
        kept::cut(&self.folder, size, size)?;
        self.finish()
    }

    /// What is to be extended of the folder's tree of that size.
    pub(crate) fn frontier(&self, size: u64) -> Result<Frontier, PublishError> {
        let frontier = edge_frontier(&Folder::new(&self.folder), size);
        frontier.map_err(|error| PublishError::Damaged {
            path: self.folder.clone(),
            why: error.to_string(),
        })
    }

    pub(crate) fn intend(&mut self, pending: Pending) -> Result<(), PublishError> {
        self.journal.pending = Some(pending);
        self.journal.save(&self.folder)?;
        self.step(Step::Intended)
    }

    /// Sends what is pending, from the batch `next` on.
    pub(crate) fn send(&mut self, next: usize) -> Result<(), PublishError> {
        let batches = self.journal.pending.iter().flat_map(|it| &it.batches);
        // The journal's batches were checked when they were read, or have just been made.
        let batches: Vec<Batch> = batches.skip(next).filter_map(Sending::batch).collect();
        for batch in &batches {
            self.chain.append(batch)?;
            self.transactions += 1;
            self.step(Step::Sent)?;
        }
        Ok(())
    }

    /// Signs what is pending as the log's head.
    pub(crate) fn announce(&mut self) -> Result<(), PublishError> {
        let Some(pending) = &self.journal.pending else {
            return Ok(());
        };
        let mark = pending.mark;
        let note = checkpoint(&self.settings, &mark)?;
        althing_tlog::store::write_checkpoint(&self.folder, &note)?;
        self.step(Step::Announced)?;
        self.journal.settle();
        self.journal.save(&self.folder)?;
        self.step(Step::Settled)
    }

    /// Nothing is left beyond what is published.
    pub(crate) fn finish(&mut self) -> Result<(), PublishError> {
        if self.journal.building {
            self.journal.building = false;
            self.journal.save(&self.folder)?;
        }
        Ok(())
    }

    pub(crate) fn step(&mut self, step: Step) -> Result<(), PublishError> {
        match self.watcher.after(step) {
            true => Ok(()),
            false => Err(PublishError::Stopped),
        }
    }
}

/// That the chain's log is the tree that the folder has.
pub(crate) fn compare(chain: &Mark, folder: &Mark) -> Result<(), PublishError> {
    let apart = |advice| PublishError::Apart {
        chain: chain.size,
        folder: folder.size,
        advice,
    };
    match chain.size.cmp(&folder.size) {
        Ordering::Greater => Err(apart(BEHIND)),
        Ordering::Less => Err(apart(AHEAD)),
        Ordering::Equal if chain.root == folder.root => Ok(()),
        Ordering::Equal => Err(PublishError::OtherRoot {
            size: chain.size,
            chain: chain.root,
            folder: folder.root,
        }),
    }
}

/// The signed checkpoint of a tree.
fn checkpoint(settings: &Settings, mark: &Mark) -> Result<Note, PublishError> {
    let Settings { origin, signer, .. } = settings;
    Checkpoint::new(origin, mark.size, mark.root, &[])
        .and_then(|checkpoint| checkpoint.sign(signer))
        .map_err(|error| PublishError::Checkpoint {
            origin: origin.clone(),
            error,
        })
}
