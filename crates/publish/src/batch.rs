//! One batch: lines to tiles, tiles to transactions.

use althing_tlog::store::{Builder, Published, StoreError};
use althing_tlog::tree::{Batch, Frontier};

use crate::input::Reader;
use crate::journal::{Pending, Progress, Sending};
use crate::kept::Keeper;
use crate::lines::Converters;
use crate::{Chain, Form, Mark, PublishError, Publisher, Step};

impl<C: Chain> Publisher<'_, C> {
    /// Reads and converts the next batch into the builder; whether there was one.
    pub(crate) fn build(
        &mut self,
        reader: &mut Reader,
        name: &str,
        form: Form<'_>,
        builder: &mut Builder,
    ) -> Result<bool, PublishError> {
        let first = builder.size();
        let batch = self.settings.batch;
        let end = (first / batch + 1) * batch;
        let mut keeper = Keeper::new(&self.folder, first);
        let threads = self.settings.store.threads;
        let watcher = &mut *self.watcher;
        let built = std::thread::scope(|scope| {
            let mut converters = Converters::start(scope, form, name, threads);
            let (mut given, mut spare) = (first, Spare::default());
            loop {
                let block = match end - given {
                    0 => None,
                    left => reader.next(left, spare.take())?,
                };
                let ended = block.is_none();
                if let Some(block) = block {
                    let index = given;
                    given += block.lines;
                    converters.give(index, block, spare.take())?;
                }
                while converters.is_full() || ended && !converters.is_empty() {
                    let ready = converters.take()?;
                    for entry in ready.entries() {
                        builder.push(entry)?;
                    }
                    keeper.add(&ready.kept)?;
                    if let Some(fault) = ready.fault {
                        return Err(fault);
                    }
                    if !watcher.progress(builder.size()) {
                        return Err(PublishError::Stopped);
                    }
                    spare.keep([ready.bytes, ready.spare]);
                }
                if ended {
                    return Ok(given > first);
                }
            }
        });
        let any = built?;
        keeper.finish()?;
        Ok(any)
    }

    /// Sends what was built, and announces it.
    pub(crate) fn publish(
        &mut self,
        published: &Published,
        read: Option<Progress>,
        stream: Option<u64>,
    ) -> Result<(), PublishError> {
        self.step(Step::Built)?;
        let before = self.frontier(published.old_size)?;
        let mark = Mark {
            size: published.size,
            root: published.root,
        };
        let batches = split(before, &published.batches, self.settings.subtrees)?;
        self.intend(Pending {
            mark,
            batches,
            progress: read,
            stream,
        })?;
        let sent = self.transactions;
        match self.send(0) {
            Err(PublishError::Chain(why)) if self.transactions == sent => {
                // It was tried once and refused, so it will never be in the log.
                self.journal.pending = None;
                self.journal.save(&self.folder)?;
                Err(PublishError::Chain(why))
            }
            sent => sent.and_then(|()| self.announce()),
        }
    }
}

/// Buffers to be used again: new ones of this size would come from the system each time.
#[derive(Default)]
struct Spare(Vec<Vec<u8>>);

impl Spare {
    fn take(&mut self) -> Vec<u8> {
        self.0.pop().unwrap_or_default()
    }

    fn keep(&mut self, buffers: [Vec<u8>; 2]) {
        let buffers = buffers.into_iter().filter(|buffer| buffer.capacity() > 0);
        self.0.extend(buffers);
    }
}

/// Cuts batches so that each fits one transaction.
fn split(
    mut frontier: Frontier,
    batches: &[Batch],
    subtrees: usize,
) -> Result<Vec<Sending>, PublishError> {
    let all: Vec<_> = batches
        .iter()
        .flat_map(|batch| &batch.subtrees)
        .copied()
        .collect();
    let mut sendings = Vec::new();
    for part in all.chunks(subtrees.max(1)) {
        let (old_size, before) = (frontier.size(), frontier.root());
        for subtree in part {
            frontier.push(*subtree).map_err(StoreError::Tree)?;
        }
        let batch = Batch {
            old_size,
            new_size: frontier.size(),
            subtrees: part.to_vec(),
        };
        sendings.push(Sending::new(&batch, before, frontier.root()));
    }
    Ok(sendings)
}
