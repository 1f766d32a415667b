//! The room `audit`: logs, entries, batches and proofs.

#![allow(clippy::cloned_ref_to_slice_refs)] // A list of one instruction reads better as a list.

mod append_batch;
mod append_entry;
mod append_pinned_entry;
mod create_log;
mod keep_root;
mod recall_root;
mod release_root;
mod verify_consistency;
mod verify_inclusion;

use althing::audit::entry::EntryHeader;
use althing::{accounts, instruction, AppendBatchArgs, AuditLog, KeptRoot, Subtree};
use althing_program_tests::prelude::*;

/// A world with an empty log of somebody's own.
pub struct Fixture {
    pub w: World,
    pub subject: Keypair,
    pub writer: Keypair,
    pub payer: Keypair,
    pub log: Pubkey,
}

/// The first kind that is not the program's own.
pub const OPEN_KIND: u16 = 1024;

impl Fixture {
    /// The log, with a writer that is neither its subject nor its payer.
    pub fn made() -> Self {
        let mut w = World::new();
        let (subject, writer, payer) = (w.wallet("subject"), w.wallet("writer"), w.wallet("payer"));
        let log = pda::log(&subject.pubkey());
        let mut fixture = Self {
            w,
            subject,
            writer,
            payer,
            log,
        };
        let create = fixture.create().call(instruction::CreateLog {
            writer: fixture.writer.pubkey(),
        });
        fixture.w.go(&[create], &[&fixture.subject, &fixture.payer]);
        fixture
    }

    pub fn create(&self) -> accounts::CreateLog {
        accounts::CreateLog {
            log: self.log,
            subject: self.subject.pubkey(),
            payer: self.payer.pubkey(),
            system_program: system_program::ID,
        }
    }

    pub fn append(&self, kind: u16, payload: &[u8]) -> Instruction {
        let accounts = accounts::AppendEntry {
            log: self.log,
            writer: self.writer.pubkey(),
        };
        accounts.call(instruction::AppendEntry {
            kind,
            payload: payload.to_vec(),
        })
    }

    pub fn batch_accounts(&self) -> accounts::AppendBatch {
        accounts::AppendBatch {
            log: self.log,
            writer: self.writer.pubkey(),
        }
    }

    pub fn batch(&self, old_size: u64, subtrees: &[(u8, merkle::Hash)]) -> Instruction {
        let subtrees = subtrees
            .iter()
            .map(|(level, root)| Subtree {
                level: *level,
                root: *root,
            })
            .collect();
        let args = AppendBatchArgs {
            old_size,
            subtrees,
            uri: "https://example.org/batch".into(),
        };
        self.batch_accounts()
            .call(instruction::AppendBatch { args })
    }

    /// Appends made-up leaves as one batch and returns them.
    pub fn grow(&mut self, leaves: &[merkle::Hash]) {
        let size = self.log().size;
        let batch = self.batch(size, &merkle::subtrees(size, leaves));
        self.w.go(&[batch], &[&self.writer]);
    }

    pub fn log(&self) -> AuditLog {
        self.w.zero_copy(&self.log)
    }

    pub fn keep_root(&self, payer: Pubkey) -> accounts::KeepRoot {
        accounts::KeepRoot {
            audit_log: self.log,
            kept_root: pda::kept_root(&self.log, &payer),
            payer,
            system_program: system_program::ID,
        }
    }

    /// Somebody keeps the log's root as it is now.
    #[track_caller]
    pub fn keep(&mut self, payer: &Keypair) -> Sent {
        let keep = self.keep_root(payer.pubkey());
        self.w.go(&[keep.call(instruction::KeepRoot {})], &[payer])
    }

    /// What somebody keeps.
    #[track_caller]
    pub fn kept(&self, payer: &Keypair) -> KeptRoot {
        self.w
            .zero_copy(&pda::kept_root(&self.log, &payer.pubkey()))
    }

    /// The leaf that an entry appended now would be.
    pub fn leaf(&self, index: u64, kind: u16, payload: &[u8]) -> merkle::Hash {
        let header = EntryHeader {
            log: self.log,
            index,
            timestamp: self.w.now(),
            slot: self.w.slot(),
            actor: self.writer.pubkey(),
            kind,
        };
        header.leaf(payload).unwrap()
    }
}

/// `count` different leaves.
pub fn leaves(count: usize) -> Vec<merkle::Hash> {
    (0..count)
        .map(|number| merkle::leaf(&number.to_le_bytes()))
        .collect()
}
