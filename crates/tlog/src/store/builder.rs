//! Writes a log's tiles while its entries come in.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::mpsc::{sync_channel, Receiver, SyncSender};
use std::thread::JoinHandle;

use super::files::Staging;
use super::workers::{hash_bundle, tile_path, Done, Job, Workers};
use super::{edge_frontier, read_bundle, read_tile, StoreError};
use crate::hash::{leaf_hash, perfect_root, Hash};
use crate::tile::{edge, push_entry, Kind, TilePath, MAX_ENTRY, TILE_HEIGHT, TILE_WIDTH};
use crate::tree::{Batch, Frontier, Subtree, TreeBuilder};

const WIDTH: usize = TILE_WIDTH as usize;

/// How a log is written.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Threads that hash.
    pub threads: usize,
    /// Whether files are on the disk before they get their names. Without it a crash of the machine (not
    /// of the process) may leave broken files under good names: for tests and measurements.
    pub sync: bool,
    /// Files that get their names together.
    pub group_files: usize,
    /// Bytes of files that get their names together.
    pub group_bytes: usize,
}

impl Default for Options {
    fn default() -> Self {
        let threads = std::thread::available_parallelism().map_or(1, |threads| threads.get());
        Self {
            threads,
            sync: true,
            group_files: 4096,
            group_bytes: 64 << 20,
        }
    }
}

/// What was added between two calls of [`Builder::publish`].
#[derive(Clone, Debug)]
pub struct Published {
    /// Entries before.
    pub old_size: u64,
    /// Entries now.
    pub size: u64,
    /// The root now.
    pub root: Hash,
    /// The frontier now.
    pub frontier: Frontier,
    /// What the program's `append_batch` takes, in this order; mostly one.
    pub batches: Vec<Batch>,
}

/// A log that grows. Entries come by [`Builder::push`]; [`Builder::publish`] ends a batch.
pub struct Builder {
    staging: Staging,
    workers: Workers,
    committer: Committer,
    options: Options,
    tree: TreeBuilder,
    /// The bundle that is being filled, its number of entries, and how many of them the tree has.
    bundle: Vec<u8>,
    filled: u16,
    known: u16,
    /// Hashes of the last tile of each level from 1 on: 0 to 255.
    upper: Vec<Vec<Hash>>,
    /// Bundles that are done before their turn.
    early: BTreeMap<u64, Done>,
    /// The bundle whose turn it is.
    turn: u64,
    spare: Vec<Vec<u8>>,
    group: Vec<TilePath>,
    group_bytes: usize,
    entries: u64,
    failed: bool,
}

impl Builder {
    /// Opens a folder that holds a log of `size` entries with this root, to go on from there; 0 and the
    /// empty root for a new one. What else is in the folder, of a larger tree, may be written again as it
    /// is.
    ///
    /// # Errors
    /// [`StoreError`] where the folder does not hold that log, or another writer is at work.
    pub fn open(
        folder: &Path,
        size: u64,
        root: &Hash,
        options: Options,
    ) -> Result<Self, StoreError> {
        let staging = Staging::open(folder, options.sync)?;
        let source = staging.folder();
        let at = |error: super::ReadError<StoreError>| error.of(source, size);
        let frontier = edge_frontier(source, size).map_err(at)?;
        if frontier.root() != *root {
            return Err(StoreError::WrongRoot {
                size,
                found: frontier.root(),
                expected: *root,
            });
        }
        let (mut bundle, mut upper, mut leaves) = (Vec::new(), Vec::new(), Vec::new());
        for path in edge(size) {
            match path.kind() {
                Kind::Entries => bundle = read_bundle(source, &path).map_err(at)?,
                Kind::Hashes(0) => leaves = read_tile(source, &path).map_err(at)?,
                Kind::Hashes(level) => {
                    upper.resize(usize::from(level), Vec::new());
                    upper[usize::from(level) - 1] = read_tile(source, &path).map_err(at)?;
                }
            }
        }
        let filled = (size % u64::from(TILE_WIDTH)) as u16;
        let turn = size >> TILE_HEIGHT;
        if filled > 0 {
            let path = source.file(&tile_path(Kind::Entries, turn, filled));
            let hashes = hash_bundle(&mut bundle.clone(), filled).map_err(|fault| {
                StoreError::Malformed {
                    path: path.clone(),
                    fault,
                }
            })?;
            if let Some(entry) = hashes
                .iter()
                .zip(&leaves)
                .position(|(entry, leaf)| entry != leaf)
            {
                let before = crate::tile::Bundle::new(&bundle, filled)
                    .take(entry)
                    .flatten();
                let offset = before.map(|entry| entry.len() + 2).sum();
                return Err(StoreError::WrongHash {
                    path,
                    offset,
                    of: "its level-0 tile",
                });
            }
        }
        Ok(Self {
            workers: Workers::start(options.threads, &staging),
            committer: Committer::start(&staging),
            staging,
            options,
            tree: TreeBuilder::new(frontier),
            bundle,
            filled,
            known: filled,
            upper,
            early: BTreeMap::new(),
            turn,
            spare: Vec::new(),
            group: Vec::new(),
            group_bytes: 0,
            entries: size,
            failed: false,
        })
    }

    /// Entries so far, those before [`Builder::open`] included.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.entries
    }

    /// Entries of the last [`Builder::publish`] or [`Builder::open`].
    #[must_use]
    pub fn published_size(&self) -> u64 {
        self.tree.old_size()
    }

    /// Appends an entry; returns its index. It is in no tree yet that anybody has.
    ///
    /// # Errors
    /// [`StoreError::LongEntry`], after which the builder takes other entries; any other error is the
    /// builder's last.
    pub fn push(&mut self, entry: &[u8]) -> Result<u64, StoreError> {
        let index = self.entries;
        if entry.len() > MAX_ENTRY {
            return Err(StoreError::LongEntry {
                index,
                length: entry.len(),
            });
        }
        self.usable()?;
        // The length was checked.
        let _ = push_entry(&mut self.bundle, entry);
        self.entries += 1;
        self.filled += 1;
        if self.filled == TILE_WIDTH {
            self.guard(Self::dispatch)?;
        }
        Ok(index)
    }

    /// Writes everything up to the last entry, partial tiles included, and waits until it is on the disk.
    /// Its checkpoint may be published then.
    ///
    /// # Errors
    /// [`StoreError`]; the builder takes nothing more then.
    pub fn publish(&mut self) -> Result<Published, StoreError> {
        self.usable()?;
        self.guard(Self::write_out)?;
        let published = Published {
            old_size: self.tree.old_size(),
            size: self.entries,
            root: self.tree.root(),
            frontier: self.tree.frontier(),
            batches: self.tree.batches(),
        };
        self.tree.rebase();
        Ok(published)
    }

    fn usable(&self) -> Result<(), StoreError> {
        if self.failed {
            return Err(StoreError::Failed);
        }
        Ok(())
    }

    fn guard(
        &mut self,
        step: impl FnOnce(&mut Self) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let result = step(self);
        self.failed = result.is_err();
        result
    }

    /// Hands the full bundle over to be hashed.
    fn dispatch(&mut self) -> Result<(), StoreError> {
        let next = self.spare.pop().unwrap_or_default();
        let bytes = std::mem::replace(&mut self.bundle, next);
        let bundle = (self.entries - 1) >> TILE_HEIGHT;
        self.workers.give(Job {
            bundle,
            bytes,
            known: self.known,
        })?;
        (self.filled, self.known) = (0, 0);
        while self.workers.in_flight() >= self.workers.capacity() {
            self.take_one()?;
        }
        Ok(())
    }

    fn take_one(&mut self) -> Result<(), StoreError> {
        let done = self.workers.take()?;
        self.early.insert(done.bundle, done);
        while let Some(done) = self.early.remove(&self.turn) {
            self.add_bundle(done)?;
            self.turn += 1;
        }
        Ok(())
    }

    fn add_bundle(&mut self, done: Done) -> Result<(), StoreError> {
        if done.known == 0 {
            self.tree.push(Subtree {
                level: TILE_HEIGHT,
                root: done.root,
            })?;
        } else {
            done.hashes
                .iter()
                .skip(done.known.into())
                .try_for_each(|leaf| self.tree.push_leaf(*leaf))?;
        }
        for kind in [Kind::Entries, Kind::Hashes(0)] {
            self.group.push(tile_path(kind, done.bundle, TILE_WIDTH));
        }
        self.group_bytes += done.written;
        let mut buffer = done.buffer;
        buffer.clear();
        self.spare.push(buffer);

        let (mut root, mut index) = (done.root, done.bundle);
        for level in 1.. {
            if self.upper.len() < level {
                self.upper.push(Vec::new());
            }
            let hashes = &mut self.upper[level - 1];
            hashes.push(root);
            if hashes.len() < WIDTH {
                break;
            }
            index >>= TILE_HEIGHT;
            let path = tile_path(Kind::Hashes(level as u8), index, TILE_WIDTH);
            self.staging.write(&path, hashes.as_flattened())?;
            root = perfect_root(hashes).unwrap_or_default();
            hashes.clear();
            self.group.push(path);
        }
        if self.group.len() >= self.options.group_files
            || self.group_bytes >= self.options.group_bytes
        {
            self.commit_group()?;
        }
        Ok(())
    }

    fn commit_group(&mut self) -> Result<(), StoreError> {
        self.group_bytes = 0;
        self.committer.give(std::mem::take(&mut self.group))
    }

    fn write_out(&mut self) -> Result<(), StoreError> {
        while self.workers.in_flight() > 0 {
            self.take_one()?;
        }
        let partial = crate::tile::Bundle::new(&self.bundle, self.filled);
        let leaves: Vec<Hash> = partial.flatten().map(leaf_hash).collect();
        leaves
            .iter()
            .skip(self.known.into())
            .try_for_each(|leaf| self.tree.push_leaf(*leaf))?;
        self.known = self.filled;
        for path in edge(self.entries) {
            let bytes = match path.kind() {
                Kind::Entries => &self.bundle,
                Kind::Hashes(0) => leaves.as_flattened(),
                Kind::Hashes(level) => self.upper[usize::from(level) - 1].as_flattened(),
            };
            self.staging.write(&path, bytes)?;
            self.group.push(path);
        }
        let last = self.group.clone();
        self.commit_group()?;
        self.committer.wait()?;
        self.staging.finish(&last)
    }
}

/// A thread that gives groups of files their names, while the next group is being hashed.
struct Committer {
    groups: Option<SyncSender<Vec<TilePath>>>,
    results: Receiver<Result<(), StoreError>>,
    thread: Option<JoinHandle<()>>,
    given: usize,
}

impl Committer {
    fn start(staging: &Staging) -> Self {
        let (groups, queue) = sync_channel::<Vec<TilePath>>(1);
        let (sender, results) = std::sync::mpsc::channel();
        let staging = staging.clone();
        let thread = std::thread::spawn(move || {
            for group in queue {
                let result = staging.commit(&group);
                let failed = result.is_err();
                if sender.send(result).is_err() || failed {
                    break;
                }
            }
        });
        Self {
            groups: Some(groups),
            results,
            thread: Some(thread),
            given: 0,
        }
    }

    fn give(&mut self, group: Vec<TilePath>) -> Result<(), StoreError> {
        while let Ok(result) = self.results.try_recv() {
            self.given -= 1;
            result?;
        }
        let sent = self.groups.as_ref().map(|groups| groups.send(group));
        self.given += 1;
        match sent {
            Some(Ok(())) => Ok(()),
            // The thread has ended: its last result says why.
            _ => self.wait().and(Err(StoreError::Failed)),
        }
    }

    fn wait(&mut self) -> Result<(), StoreError> {
        while self.given > 0 {
            self.given -= 1;
            self.results.recv().map_err(|_| StoreError::Failed)??;
        }
        Ok(())
    }
}

impl Drop for Committer {
    fn drop(&mut self) {
        self.groups = None;
        if let Some(thread) = self.thread.take() {
            // What it failed with was received, or nobody asked.
            let _ = thread.join();
        }
    }
}
