//! A chain in memory (or in a file, for processes that are killed), lines, and what must hold of a folder.

#![allow(dead_code)]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use althing_publish::journal::Journal;
use althing_publish::{Chain, Mark, PublishError, Settings, Step, Watcher};
use althing_record::{Defaults, Keyring, LineConverter, SubjectKey};
use althing_tlog::checkpoint::Checkpoint;
use althing_tlog::hash::leaf_hash;
use althing_tlog::key::{KeyType, SignerKey};
use althing_tlog::note::Note;
use althing_tlog::store::{read_bundle, verify, Folder, Options};
use althing_tlog::tile::{parse_bundle, Kind, TilePath};
use althing_tlog::tree::{Batch, Frontier, MemoryTree, Subtree};
use althing_tlog::Hash;

pub const LOG: [u8; 32] = [7; 32];
pub const OPERATOR: [u8; 32] = [8; 32];
pub const ORIGIN: &str = "example.org/log";

/// What happens to a transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Confirmed,
    /// It arrives, but the sender does not hear of it.
    AnswerLost,
    /// It does not arrive, and the sender does not hear of that.
    Lost,
    Refused,
}

#[derive(Debug)]
pub struct Ledger {
    frontier: Frontier,
    appended: Vec<Subtree>,
    history: BTreeMap<u64, Hash>,
    pub fate: Fate,
    pub transactions: u64,
    file: Option<PathBuf>,
}

/// The program's rules, in memory.
#[derive(Clone, Debug)]
pub struct Memory(pub Rc<RefCell<Ledger>>);

impl Memory {
    pub fn new() -> Self {
        Self(Rc::new(RefCell::new(Ledger {
            frontier: Frontier::new(),
            appended: Vec::new(),
            history: BTreeMap::new(),
            fate: Fate::Confirmed,
            transactions: 0,
            file: None,
        })))
    }

    /// Kept in a file, which is replaced whole.
    pub fn in_file(path: &Path) -> Self {
        let memory = Self::new();
        for line in std::fs::read_to_string(path).unwrap_or_default().lines() {
            let (ends, line) = line.split_once(' ').unwrap();
            let (level, root) = line.split_once(' ').unwrap();
            let root = althing_record::from_hex(root).unwrap().try_into().unwrap();
            let level = level.parse().unwrap();
            memory.push(&[Subtree { level, root }], ends == "end");
        }
        memory.0.borrow_mut().file = Some(path.into());
        memory
    }

    fn push(&self, subtrees: &[Subtree], ends: bool) {
        let mut ledger = self.0.borrow_mut();
        for subtree in subtrees {
            ledger.frontier.push(*subtree).unwrap();
            ledger.appended.push(*subtree);
        }
        if ends {
            let (size, root) = (ledger.frontier.size(), ledger.frontier.root());
            ledger.history.insert(size, root);
        }
        let Some(path) = ledger.file.clone() else {
            return;
        };
        let mut reached = 0;
        let mut text = String::new();
        for subtree in &ledger.appended {
            reached += 1 << subtree.level;
            let ends = if ledger.history.contains_key(&reached) {
                "end"
            } else {
                "-"
            };
            let root = althing_record::to_hex(&subtree.root);
            text += &format!("{ends} {} {root}\n", subtree.level);
        }
        let staged = path.with_extension("staged");
        std::fs::write(&staged, text).unwrap();
        std::fs::rename(staged, path).unwrap();
    }

    pub fn mark(&self) -> Mark {
        let ledger = self.0.borrow();
        Mark {
            size: ledger.frontier.size(),
            root: ledger.frontier.root(),
        }
    }

    pub fn set_fate(&self, fate: Fate) {
        self.0.borrow_mut().fate = fate;
    }

    /// An entry that somebody appends alone.
    pub fn append_entry(&self, entry: &[u8]) {
        let root = leaf_hash(entry);
        self.push(&[Subtree { level: 0, root }], true);
    }
}

impl Chain for Memory {
    fn head(&mut self) -> Result<Mark, PublishError> {
        Ok(self.mark())
    }

    fn root_at(&mut self, size: u64) -> Result<Option<Hash>, PublishError> {
        Ok(self.0.borrow().history.get(&size).copied())
    }

    fn append(&mut self, batch: &Batch) -> Result<(), PublishError> {
        let fate = self.0.borrow().fate;
        match fate {
            Fate::Refused => return Err(PublishError::Chain("no funds".into())),
            Fate::Lost => return Err(PublishError::Unconfirmed("no answer".into())),
            Fate::Confirmed | Fate::AnswerLost => {}
        }
        if self.mark().size != batch.old_size {
            return Err(PublishError::Moved("another size".into()));
        }
        self.push(&batch.subtrees, true);
        assert_eq!(self.mark().size, batch.new_size);
        self.0.borrow_mut().transactions += 1;
        match fate {
            Fate::AnswerLost => Err(PublishError::Unconfirmed("no answer".into())),
            _ => Ok(()),
        }
    }
}

/// Stops at the call of this number, as a crash would.
pub struct StopAt(pub Option<u64>);

impl StopAt {
    fn go_on(&mut self) -> bool {
        match &mut self.0 {
            None => true,
            Some(0) => false,
            Some(left) => {
                *left -= 1;
                true
            }
        }
    }
}

impl Watcher for StopAt {
    fn progress(&mut self, _: u64) -> bool {
        self.go_on()
    }

    fn after(&mut self, _: Step) -> bool {
        self.go_on()
    }
}

/// A folder in memory where there is such a place: hundreds of runs sync their files.
pub fn tempdir() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap()
}

pub fn signer() -> SignerKey {
    SignerKey::from_seed(ORIGIN, KeyType::Ed25519, &[9; 32]).unwrap()
}

/// Small groups of files, so that many have got their names when a run is stopped.
pub fn settings(batch: u64, subtrees: usize) -> Settings {
    let store = Options {
        threads: 2,
        sync: false,
        group_files: 2,
        group_bytes: 1 << 20,
    };
    Settings {
        log: LOG,
        origin: ORIGIN.into(),
        signer: signer(),
        batch,
        subtrees,
        store,
        adopt: false,
    }
}

pub fn raw_line(index: u64) -> String {
    format!("entry {index} {}", "x".repeat((index % 90) as usize))
}

pub fn keyring() -> Keyring {
    let mut keys = Keyring::default();
    keys.insert("ada", SubjectKey::new(&[5; 32]).unwrap());
    keys
}

/// Every third one has something personal.
pub fn json_line(index: u64) -> String {
    let digest = "ab".repeat(32);
    let input = match index % 3 {
        0 => format!(r#"{{"text":"request {index}","key":"ada"}}"#),
        _ => format!(r#""{digest}""#),
    };
    let time = 1_785_628_795_000_000 + index;
    format!(
        r#"{{"kind":"decision","time":{time},"modelDigest":"{digest}","periodStart":{time},"periodEnd":{time},"input":{input},"output":"{digest}","review":"none"}}"#
    )
}

pub fn defaults() -> Defaults {
    Defaults {
        log: Some(LOG),
        operator: Some(OPERATOR),
    }
}

/// The bytes of the entry that a line becomes at an index, one by one.
pub fn json_entry(index: u64, line: &str) -> Vec<u8> {
    let keys = keyring();
    let mut converter = LineConverter::new(defaults(), &keys);
    let converted = converter.convert(1, Some(index), line.as_bytes()).unwrap();
    converted.record.encode()
}

pub fn write_lines(path: &Path, lines: impl IntoIterator<Item = String>) {
    let text: String = lines.into_iter().map(|line| line + "\n").collect();
    std::fs::write(path, text).unwrap();
}

/// The folder holds exactly these entries, as do chain, checkpoint and journal.
pub fn assert_published(folder: &Path, chain: &Memory, entries: &[Vec<u8>]) {
    let size = entries.len() as u64;
    let tree = MemoryTree::from_leaves(entries.iter().map(|entry| leaf_hash(entry)));
    let mark = Mark {
        size,
        root: tree.root(),
    };
    assert_eq!(chain.mark(), mark, "the chain");
    let journal = Journal::load(folder, &LOG).unwrap().unwrap();
    assert_eq!(
        (journal.published, journal.pending),
        (mark, None),
        "the journal"
    );
    assert!(!journal.building);
    let note = Note::parse(&std::fs::read(folder.join("checkpoint")).unwrap()).unwrap();
    assert_eq!(
        note.verify(&[signer().verifier().clone()]).unwrap().len(),
        1
    );
    let checkpoint = Checkpoint::parse(note.text()).unwrap();
    assert_eq!(
        (checkpoint.size(), *checkpoint.root()),
        (size, mark.root),
        "the checkpoint"
    );
    verify(&Folder::new(folder), size, Some(&mark.root), 2, |_| {}).unwrap();
    for (bundle, entries) in entries.chunks(256).enumerate() {
        let path = TilePath::new(Kind::Entries, bundle as u64, entries.len() as u16).unwrap();
        let bytes = read_bundle(&Folder::new(folder), &path).unwrap();
        assert!(
            parse_bundle(&bytes, path.width()).unwrap() == entries,
            "bundle {bundle}"
        );
    }
}

/// Every file of a folder but the lock files, with its content.
pub fn content(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(at) = open.pop() {
        for entry in std::fs::read_dir(at).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                open.push(path);
            } else if !path.ends_with("lock") && !path.ends_with(".lock") {
                files.insert(path.clone(), std::fs::read(path).unwrap());
            }
        }
    }
    files
}
