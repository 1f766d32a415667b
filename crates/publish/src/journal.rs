//! What a folder remembers between runs: one JSON file, replaced whole.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use althing_record::{encode_address, from_hex, to_hex, Address};
use althing_tlog::hash::empty_root;
use althing_tlog::tree::{Batch, Subtree};
use althing_tlog::Hash;
use serde::{Deserialize, Serialize};

use crate::files::{private, read, replace};
use crate::PublishError;

const VERSION: u32 = 1;
/// Bytes of a journal, at most: it has a few hundred for each input that was ever read.
pub const MAX_JOURNAL: usize = 64 << 20;

/// A tree's size and root.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Mark {
    /// Entries.
    pub size: u64,
    /// The root.
    #[serde(with = "hash")]
    pub root: Hash,
}

impl Mark {
    /// Of the tree without entries.
    #[must_use]
    pub fn empty() -> Self {
        Self {
            size: 0,
            root: empty_root(),
        }
    }
}

/// How far an input was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Place {
    /// Bytes.
    pub offset: u64,
    /// Lines.
    pub lines: u64,
    /// SHA-256 of the last bytes before `offset`, at most 65,536: by them the same file is known again.
    #[serde(with = "hash")]
    pub tail: Hash,
}

/// An input, and how far it was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Progress {
    /// The input's name.
    pub input: String,
    /// How far it was read.
    pub place: Place,
}

/// What is about to become part of the log, or did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Pending {
    /// The tree with it.
    pub mark: Mark,
    /// Its transactions; none where the chain has it already.
    pub batches: Vec<Sending>,
    /// How far the input will have been read; none where it cannot be read again.
    pub progress: Option<Progress>,
    /// Of a stream: how many of its lines will have been read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stream: Option<u64>,
}

/// One `append_batch`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Sending {
    /// The tree before.
    pub before: Mark,
    /// The tree afterwards.
    pub after: Mark,
    /// Level and root of each subtree.
    subtrees: Vec<(u8, String)>,
}

impl Sending {
    /// Of a batch, and the roots between which it stands.
    #[must_use]
    pub fn new(batch: &Batch, before: Hash, after: Hash) -> Self {
        let subtrees = batch.subtrees.iter();
        let mark = |size, root| Mark { size, root };
        Self {
            before: mark(batch.old_size, before),
            after: mark(batch.new_size, after),
            subtrees: subtrees.map(|it| (it.level, to_hex(&it.root))).collect(),
        }
    }

    /// The batch; `None` where a root is no hash.
    #[must_use]
    pub fn batch(&self) -> Option<Batch> {
        let subtrees = self.subtrees.iter().map(|(level, root)| {
            let root = from_hex(root)?.try_into().ok()?;
            Some(Subtree {
                level: *level,
                root,
            })
        });
        Some(Batch {
            old_size: self.before.size,
            new_size: self.after.size,
            subtrees: subtrees.collect::<Option<_>>()?,
        })
    }
}

/// The journal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Journal {
    version: u32,
    /// The log's address.
    pub log: String,
    /// What the chain is known to have, and the checkpoint says.
    pub published: Mark,
    /// What is under way.
    pub pending: Option<Pending>,
    /// Whether there may be tiles beyond what is published or pending.
    pub building: bool,
    /// How far inputs were read, by their names.
    pub inputs: BTreeMap<String, Place>,
    /// How many lines of a stream are in the log that was not read to its end; none where the last one was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stream: Option<u64>,
}

impl Journal {
    /// The journal of a log's folder, `None` where there is none yet.
    ///
    /// # Errors
    /// [`PublishError::Journal`], [`PublishError::OtherLog`], [`PublishError::Io`].
    pub fn load(folder: &Path, log: &Address) -> Result<Option<Self>, PublishError> {
        let path = path(folder);
        let log = encode_address(log);
        let malformed = |why: String| PublishError::Journal {
            path: path.clone(),
            why,
        };
        let bytes = match read(&path, MAX_JOURNAL) {
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            bytes => bytes.map_err(|why| malformed(why.to_string()))?,
        };
        let journal = Self::parse(&bytes).map_err(malformed)?;
        if journal.log != log {
            return Err(PublishError::OtherLog {
                path,
                found: journal.log,
                expected: log,
            });
        }
        Ok(Some(journal))
    }

    /// Reads a journal; says what is wrong with what no run has saved.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Self, String> {
        let journal: Self = serde_json::from_slice(bytes).map_err(|why| why.to_string())?;
        if journal.version != VERSION {
            return Err(format!("version {}", journal.version));
        }
        journal.check()?;
        Ok(journal)
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        // Neither maps with other keys than text nor values that fail: this always succeeds.
        serde_json::to_vec_pretty(self).unwrap_or_default()
    }

    /// What every journal that was saved fulfils.
    fn check(&self) -> Result<(), String> {
        let Some(pending) = &self.pending else {
            return Ok(());
        };
        let mut reached = self.published;
        for sending in &pending.batches {
            if sending.batch().is_none() {
                return Err("a subtree's root is no hash".into());
            }
            if sending.before != reached || sending.after.size <= reached.size {
                return Err("the batches do not follow one another".into());
            }
            reached = sending.after;
        }
        if !pending.batches.is_empty() && reached != pending.mark {
            return Err("the batches do not lead to the pending tree".into());
        }
        Ok(())
    }

    /// The journal of a log of which `published` is in the folder.
    #[must_use]
    pub fn new(log: &Address, published: Mark) -> Self {
        Self {
            version: VERSION,
            log: encode_address(log),
            published,
            pending: None,
            building: false,
            inputs: BTreeMap::new(),
            stream: None,
        }
    }

    /// Replaces the folder's journal, whole or not at all, on the disk when this returns.
    ///
    /// # Errors
    /// [`PublishError::Io`].
    pub fn save(&self, folder: &Path) -> Result<(), PublishError> {
        replace(&path(folder), &self.encode())
    }

    /// What is pending has become part of the log.
    pub fn settle(&mut self) {
        if let Some(pending) = self.pending.take() {
            self.published = pending.mark;
            if let Some(Progress { input, place }) = pending.progress {
                self.inputs.insert(input, place);
            }
            self.stream = pending.stream.or(self.stream);
        }
    }
}

fn path(folder: &Path) -> PathBuf {
    private(folder).join("journal")
}

mod hash {
    use super::{from_hex, to_hex, Hash};
    use serde::{de::Error, Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(hash: &Hash, out: S) -> Result<S::Ok, S::Error> {
        out.serialize_str(&to_hex(hash))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Hash, D::Error> {
        let bytes = from_hex(&String::deserialize(from)?).and_then(|bytes| bytes.try_into().ok());
        bytes.ok_or_else(|| D::Error::custom("a hash is 64 lower-case hexadecimal digits"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const LOG: Address = [3; 32];

    fn mark(size: u64) -> Mark {
        Mark {
            size,
            root: [size as u8; 32],
        }
    }

    fn sending(from: u64, to: u64) -> Sending {
        let batch = Batch {
            old_size: from,
            new_size: to,
            subtrees: vec![Subtree {
                level: 0,
                root: [7; 32],
            }],
        };
        Sending::new(&batch, mark(from).root, mark(to).root)
    }

    fn journal(batches: Vec<Sending>, to: u64) -> Journal {
        let place = Place {
            offset: 5,
            lines: 1,
            tail: [9; 32],
        };
        let progress = Some(Progress {
            input: "in.jsonl".into(),
            place,
        });
        let pending = Some(Pending {
            mark: mark(to),
            batches,
            progress,
            stream: None,
        });
        Journal {
            pending,
            ..Journal::new(&LOG, mark(1))
        }
    }

    #[test]
    fn what_is_saved_is_loaded() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Journal::load(folder.path(), &LOG).unwrap(), None);
        let saved = journal(vec![sending(1, 2), sending(2, 3)], 3);
        saved.save(folder.path()).unwrap();
        assert_eq!(
            Journal::load(folder.path(), &LOG).unwrap(),
            Some(saved.clone())
        );
        let batch = saved.pending.unwrap().batches[1].batch().unwrap();
        assert_eq!((batch.old_size, batch.new_size), (2, 3));
        assert_eq!(batch.subtrees[0].root, [7; 32]);
    }

    #[test]
    fn settling_keeps_the_place() {
        let mut journal = journal(vec![sending(1, 3)], 3);
        journal.settle();
        assert_eq!((journal.published, &journal.pending), (mark(3), &None));
        assert_eq!(journal.inputs["in.jsonl"].offset, 5);
    }

    #[test]
    fn settling_counts_the_lines_of_a_stream() {
        let folder = tempfile::tempdir().unwrap();
        let mut journal = journal(vec![sending(1, 3)], 3);
        journal.stream = Some(4);
        journal.settle();
        assert_eq!(journal.stream, Some(4), "a file's batch is none of it");
        let pending = Pending {
            mark: mark(5),
            batches: vec![sending(3, 5)],
            progress: None,
            stream: Some(6),
        };
        journal.pending = Some(pending);
        journal.save(folder.path()).unwrap();
        let mut loaded = Journal::load(folder.path(), &LOG).unwrap().unwrap();
        assert_eq!(loaded, journal);
        loaded.settle();
        assert_eq!(loaded.stream, Some(6));
    }

    #[test]
    fn another_logs_journal_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        Journal::new(&LOG, Mark::empty())
            .save(folder.path())
            .unwrap();
        let error = Journal::load(folder.path(), &[4; 32]).unwrap_err();
        assert!(matches!(error, PublishError::OtherLog { .. }), "{error}");
    }

    #[test]
    fn what_no_run_saves_is_refused_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let refused = |journal: &Journal| {
            journal.save(folder.path()).unwrap();
            Journal::load(folder.path(), &LOG).unwrap_err().to_string()
        };
        let gap = journal(vec![sending(1, 2), sending(3, 4)], 4);
        assert!(refused(&gap).contains("do not follow"), "{}", refused(&gap));
        let short = journal(vec![sending(1, 2)], 4);
        assert!(refused(&short).contains("do not lead"));
        let mut text = journal(vec![sending(1, 2)], 2);
        text.pending.as_mut().unwrap().batches[0].subtrees[0].1 = "zz".into();
        assert!(refused(&text).contains("no hash"));
        text.version = 2;
        assert!(refused(&text).contains("version 2"));
        for bytes in [&b""[..], b"{", b"\xff", b"[]", b"{\"version\":1}"] {
            fs::write(path(folder.path()), bytes).unwrap();
            let error = Journal::load(folder.path(), &LOG).unwrap_err();
            assert!(matches!(error, PublishError::Journal { .. }), "{error}");
        }
    }

    #[test]
    fn what_is_no_file_or_has_no_end_is_not_read() {
        let folder = tempfile::tempdir().unwrap();
        Journal::new(&LOG, Mark::empty())
            .save(folder.path())
            .unwrap();
        let path = path(folder.path());
        let file = fs::OpenOptions::new().write(true).open(&path).unwrap();
        file.set_len(MAX_JOURNAL as u64 + 1).unwrap();
        let refused = || Journal::load(folder.path(), &LOG).unwrap_err().to_string();
        assert!(refused().contains("larger than"), "{}", refused());
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        assert!(refused().contains("not a file"), "{}", refused());
        fs::remove_dir(&path).unwrap();
        std::os::unix::fs::symlink("/dev/zero", &path).unwrap();
        assert!(refused().contains("not a file"), "{}", refused());
    }
}
