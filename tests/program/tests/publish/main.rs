//! Lines that become a log: `althing-publish` with the compiled program as its chain. Runs are stopped after every step
//! and in the middle of them, gone on with, and held against a plain tree.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use althing::audit::events::{BatchAppended, EntryAppended};
use althing::{AppendBatchArgs, AuditLog, Subtree};
use althing_program_tests::prelude::*;
use althing_publish::journal::Journal;
use althing_publish::{
    Chain, Form, Input, Mark, Outcome, PublishError, Publisher, Settings, Start, Step, Watcher,
};
use althing_tlog::hash::leaf_hash;
use althing_tlog::key::{KeyType, SignerKey};
use althing_tlog::store::{verify, Folder, Options};
use althing_tlog::tree::{Batch, MemoryTree};
use althing_tlog::Hash;

const URI: &str = "https://example.org/log";

/// The program in LiteSVM, and a log on it.
#[derive(Clone)]
struct Program(Rc<RefCell<State>>);

struct State {
    w: World,
    writer: Keypair,
    log: Pubkey,
    /// Root by size, as the events told.
    history: BTreeMap<u64, Hash>,
    lamports: u64,
}

impl Program {
    fn made() -> Self {
        let mut w = World::new();
        // The writer pays the fees, so that one signature is enough.
        let (subject, writer) = (w.wallet("subject"), w.payer.insecure_clone());
        let log = pda::log(&subject.pubkey());
        let create = accounts::CreateLog {
            log,
            subject: subject.pubkey(),
            payer: subject.pubkey(),
            system_program: system_program::ID,
        };
        let create = create.call(instruction::CreateLog {
            writer: writer.pubkey(),
        });
        w.go(&[create], &[&subject]);
        Self(Rc::new(RefCell::new(State {
            w,
            writer,
            log,
            history: BTreeMap::new(),
            lamports: 0,
        })))
    }

    fn log(&self) -> [u8; 32] {
        self.0.borrow().log.to_bytes()
    }

    fn mark(&self) -> Mark {
        let state = self.0.borrow();
        let AuditLog { size, root, .. } = state.w.zero_copy(&state.log);
        Mark { size, root }
    }

    fn send(&self, instruction: Instruction) -> Result<Sent, Refusal> {
        let mut state = self.0.borrow_mut();
        let State { w, writer, .. } = &mut *state;
        let before = w.fees;
        // A fresh block, as the same batch may be sent twice.
        w.next_slot();
        w.svm.expire_blockhash();
        let sent = w.send(&[instruction], &[&*writer])?;
        state.lamports += state.w.fees - before;
        for event in sent.events::<BatchAppended>() {
            state.history.insert(event.size, event.root);
        }
        for event in sent.events::<EntryAppended>() {
            state.history.insert(event.index + 1, event.root);
        }
        Ok(sent)
    }

    /// Appends one entry alone; returns its bytes.
    fn append_entry(&self, payload: &[u8]) -> Vec<u8> {
        let (log, writer) = {
            let state = self.0.borrow();
            (state.log, state.writer.pubkey())
        };
        let accounts = accounts::AppendEntry { log, writer };
        let data = instruction::AppendEntry {
            kind: 1024,
            payload: payload.to_vec(),
        };
        let sent = self.send(accounts.call(data)).unwrap();
        let event = &sent.events::<EntryAppended>()[0];
        let header = althing::audit::entry::EntryHeader {
            log: event.log,
            index: event.index,
            timestamp: event.timestamp,
            slot: event.slot,
            actor: event.actor,
            kind: event.kind,
        };
        [&header.encode(payload.len()).unwrap()[..], payload].concat()
    }
}

impl Chain for Program {
    fn head(&mut self) -> Result<Mark, PublishError> {
        Ok(self.mark())
    }

    fn root_at(&mut self, size: u64) -> Result<Option<Hash>, PublishError> {
        Ok(self.0.borrow().history.get(&size).copied())
    }

    fn append(&mut self, batch: &Batch) -> Result<(), PublishError> {
        let subtrees = batch.subtrees.iter().map(|subtree| Subtree {
            level: subtree.level,
            root: subtree.root,
        });
        let args = AppendBatchArgs {
            old_size: batch.old_size,
            subtrees: subtrees.collect(),
            uri: URI.into(),
        };
        let accounts = {
            let state = self.0.borrow();
            let (log, writer) = (state.log, state.writer.pubkey());
            accounts::AppendBatch { log, writer }
        };
        let sent = self.send(accounts.call(instruction::AppendBatch { args }));
        match sent {
            Ok(_) => Ok(()),
            Err(refusal) => {
                let moved = u32::from(AlthingError::LogSizeMoved);
                Err(match refusal.custom_code() == Some(moved) {
                    true => PublishError::Moved(refusal.to_string()),
                    false => PublishError::Chain(refusal.to_string()),
                })
            }
        }
    }
}

/// Stops at the call of this number, as a crash would.
struct StopAt(Option<u64>);

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

struct Run {
    folder: tempfile::TempDir,
    program: Program,
    batch: u64,
    subtrees: usize,
}

impl Run {
    fn new(lines: u64, batch: u64, subtrees: usize) -> Self {
        let folder = tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir());
        let folder = folder.unwrap();
        let text: String = (0..lines).map(|i| format!("line {i}\n")).collect();
        std::fs::write(folder.path().join("input"), text).unwrap();
        let program = Program::made();
        Self {
            folder,
            program,
            batch,
            subtrees,
        }
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("log")
    }

    fn settings(&self) -> Settings {
        let store = Options {
            threads: 2,
            sync: false,
            group_files: 2,
            ..Options::default()
        };
        Settings {
            log: self.program.log(),
            origin: "example.org/log".into(),
            signer: SignerKey::from_seed("example.org/log", KeyType::Ed25519, &[9; 32]).unwrap(),
            batch: self.batch,
            subtrees: self.subtrees,
            store,
            adopt: false,
        }
    }

    fn go(&self, stop: Option<u64>) -> Result<Outcome, PublishError> {
        let mut watcher = StopAt(stop);
        let program = self.program.clone();
        let mut publisher = Publisher::open(&self.log(), self.settings(), program, &mut watcher)?;
        let input = Input::File {
            path: self.folder.path().join("input"),
            start: Start::Resume,
        };
        publisher.append(input, Form::Raw)
    }

    fn assert_published(&self, entries: &[Vec<u8>]) {
        let tree = MemoryTree::from_leaves(entries.iter().map(|entry| leaf_hash(entry)));
        let (size, root) = (entries.len() as u64, tree.root());
        assert_eq!(self.program.mark(), Mark { size, root });
        let journal = Journal::load(&self.log(), &self.program.log());
        assert_eq!(journal.unwrap().unwrap().published, Mark { size, root });
        verify(&Folder::new(self.log()), size, Some(&root), 2, |_| {}).unwrap();
        assert!(Path::new(&self.log().join("checkpoint")).exists());
    }
}

fn line(index: u64) -> Vec<u8> {
    format!("line {index}").into_bytes()
}

/// The batches begin and end anywhere; with few subtrees to a transaction, most need several.
#[test]
fn stopped_anywhere_the_programs_log_gets_every_line_once() {
    for subtrees in [24, 3] {
        for stop in 0.. {
            let run = Run::new(900, 333, subtrees);
            let stopped = match run.go(Some(stop)) {
                Ok(_) => false,
                Err(PublishError::Stopped) => true,
                Err(other) => panic!("{other}"),
            };
            run.go(None).unwrap();
            let entries: Vec<_> = (0..900).map(line).collect();
            run.assert_published(&entries);
            if !stopped {
                assert!(stop >= 3 * 5, "{stop}");
                break;
            }
        }
    }
}

#[test]
fn single_entries_in_between_are_fetched_and_everything_is_there_once() {
    for stop in 0.. {
        let run = Run::new(900, 333, 3);
        let stopped = run.go(Some(stop)).is_err();
        let at = run.program.mark().size;
        let alone = run.program.append_entry(b"alone");
        let apart = run.go(None).unwrap_err();
        assert!(matches!(apart, PublishError::Apart { .. }), "{apart}");
        let (mut nobody, program) = ((), run.program.clone());
        let opened = Publisher::open(&run.log(), run.settings(), program, &mut nobody);
        let head = run.program.mark();
        opened.unwrap().take([Ok(alone.clone())], head).unwrap();
        run.go(None).unwrap();

        let mut entries: Vec<_> = (0..at).map(line).collect();
        entries.push(alone);
        entries.extend((at..900).map(line));
        run.assert_published(&entries);
        if !stopped {
            break;
        }
    }
}

#[test]
fn somebody_elses_log_refuses_and_nothing_is_left() {
    let run = Run::new(900, 333, 24);
    let stranger = run.program.0.borrow_mut().w.wallet("stranger");
    run.program.0.borrow_mut().writer = stranger;
    let refused = run.go(None).unwrap_err();
    assert!(matches!(refused, PublishError::Chain(_)), "{refused}");
    let journal = Journal::load(&run.log(), &run.program.log());
    let journal = journal.unwrap().unwrap();
    assert_eq!((journal.pending, journal.building), (None, false));
    let tiles = std::fs::read_dir(run.log().join("tile/entries")).unwrap();
    assert_eq!(
        tiles
            .filter(|tile| tile.as_ref().unwrap().path().is_file())
            .count(),
        0
    );
}

#[test]
fn a_million_entries_are_one_transaction_and_cost_less_than_a_hundredth_of_a_lamport_each() {
    let run = Run::new(1_000_000, 1 << 20, 24);
    let outcome = run.go(None).unwrap();
    assert_eq!((outcome.now.size, outcome.transactions), (1_000_000, 1));
    let lamports = run.program.0.borrow().lamports;
    assert!(lamports * 100 < 1_000_000, "{lamports} lamports");
    let entries: Vec<_> = (0..1_000_000).map(line).collect();
    run.assert_published(&entries);
}
