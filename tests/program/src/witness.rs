//! Witnesses that watch a bonded log, checkpoints as text, and the accounts of every instruction of the room
//! `witness`.

use althing::witness::state::witness_set::NamedWitness;
use althing::witness::{CosignCheckpointArgs, Evidence, LogCheckpoint, ReportEquivocationArgs};
use althing::{accounts, instruction, AuditLog, SetWitnessesArgs};
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::system_program;
use base64::prelude::{Engine, BASE64_STANDARD};
use solana_signer::Signer;
use std::sync::OnceLock;

use crate::bond::{bond_args, bonded, Operator};
use crate::client::Call;
use crate::community::Community;
use crate::keys::key;
use crate::merkle;
use crate::pda;
use crate::signatory::Signatory;
use crate::signing::INSTRUCTIONS_SYSVAR;
use crate::world::{Refusal, Sent, World};

/// Witnesses of [`watched`] organisations, and how many of them are a quorum.
pub const WITNESSES: u8 = 5;
pub const QUORUM: u8 = 3;

/// An operator's bonded log, witnessed by [`WITNESSES`].
#[derive(Clone)]
pub struct Watch {
    pub c: Community,
    pub o: Operator,
    /// The organisation's witnesses.
    pub set: Pubkey,
    /// The operator's log, as it is witnessed.
    pub log: Pubkey,
    /// The leaves of the operator's log.
    pub leaves: Vec<merkle::Hash>,
}

/// Witness `index`.
#[must_use]
pub fn witness(index: u8) -> Signatory {
    Signatory::ed25519(&format!("witness {index}"))
}

/// Witnesses 0 to `count - 1`, as they are named.
#[must_use]
pub fn named(count: u8) -> Vec<NamedWitness> {
    (0..count)
        .map(|index| NamedWitness {
            name: format!("witness.example/{index}"),
            key: witness(index).public_key().try_into().expect("32 bytes"),
        })
        .collect()
}

/// The text of a checkpoint, written from its specification.
#[must_use]
pub fn checkpoint_text(origin: &str, size: u64, root: &[u8; 32]) -> String {
    format!("{origin}\n{size}\n{}\n", BASE64_STANDARD.encode(root))
}

/// What a witness signs, written from its specification.
#[must_use]
pub fn cosigned(time: u64, text: &str) -> Vec<u8> {
    format!("cosignature/v1\ntime {time}\n{text}").into_bytes()
}

/// The key that signs the checkpoints of bonded logs.
#[must_use]
pub fn checkpoint_key() -> Signatory {
    Signatory::wallet(&key("signer of checkpoints"))
}

/// What the address of two roots of one size is made of, where [`checkpoint_key`] has signed one of them.
#[must_use]
pub fn lie(c: &Community, size: u64, one: &[u8; 32], other: &[u8; 32]) -> [u8; 32] {
    lie_of(&checkpoint_key(), &c.dao, size, [one, other])
}

/// [`lie`], of another key.
#[must_use]
pub fn lie_of(signer: &Signatory, dao: &Pubkey, size: u64, mut roots: [&[u8; 32]; 2]) -> [u8; 32] {
    roots.sort();
    let key = signer.public_key();
    let parts = [dao.as_ref(), &key, &size.to_le_bytes(), roots[0], roots[1]];
    solana_sha256_hasher::hashv(&parts).to_bytes()
}

/// A [`Watch`], with a log of 5 entries.
#[must_use]
pub fn watched() -> (World, Watch) {
    static READY: OnceLock<(World, Watch)> = OnceLock::new();
    READY
        .get_or_init(|| {
            let (mut w, c, o) = bonded();
            let set = w.name_witnesses(&c, WITNESSES, QUORUM);
            let log = pda::witnessed_log(&set, &o.audit_log);
            let admit = c.admit_log(&o, c.members[0].address());
            let origin = bond_args().origin;
            w.go(
                &[admit.call(instruction::AdmitLog { origin })],
                &[&c.members[0].key, &c.renter],
            );
            let mut watch = Watch {
                c,
                o,
                set,
                log,
                leaves: vec![],
            };
            watch.grow(&mut w, 5);
            (w, watch)
        })
        .clone()
}

impl Watch {
    /// The operator appends entries.
    pub fn grow(&mut self, w: &mut World, count: u8) {
        let first = self.leaves.len() as u8;
        let new: Vec<_> = (first..first + count)
            .map(|byte| merkle::leaf(&[byte]))
            .collect();
        w.grow_log(&self.o, &new);
        self.leaves.extend(new);
    }

    /// Leaves of the log.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.leaves.len() as u64
    }

    /// The text of the log's checkpoint as it is now.
    #[must_use]
    pub fn text(&self) -> String {
        checkpoint_text(
            &bond_args().origin,
            self.size(),
            &merkle::root(&self.leaves),
        )
    }

    /// The account of the log's checkpoint as it is now.
    #[must_use]
    pub fn checkpoint(&self) -> Pubkey {
        pda::checkpoint(&self.log, self.size())
    }

    #[must_use]
    pub fn open_checkpoint(&self) -> accounts::OpenCheckpoint {
        accounts::OpenCheckpoint {
            witness_set: self.set,
            witnessed_log: self.log,
            audit_log: self.o.audit_log,
            checkpoint: self.checkpoint(),
            payer: self.c.renter.pubkey(),
            system_program: system_program::ID,
        }
    }

    /// Opens the log's checkpoint as it is now.
    #[track_caller]
    pub fn open(&self, w: &mut World) -> LogCheckpoint {
        let open = self.open_checkpoint();
        let size = self.size();
        w.go(
            &[open.call(instruction::OpenCheckpoint { size })],
            &[&self.c.renter],
        );
        w.zero_copy(&open.checkpoint)
    }

    /// Submitted by member 1.
    #[must_use]
    pub fn cosign_checkpoint(&self) -> accounts::CosignCheckpoint {
        accounts::CosignCheckpoint {
            witness_set: self.set,
            witnessed_log: self.log,
            checkpoint: self.checkpoint(),
            log: self.c.log,
            instructions_sysvar: INSTRUCTIONS_SYSVAR,
            submitter: self.c.members[1].address(),
        }
    }

    /// The instruction that records witness `index`'s signature, checked by the instruction before.
    #[must_use]
    pub fn record_cosignature(&self, witness: u8, time: u64) -> Instruction {
        let args = CosignCheckpointArgs {
            witness,
            time,
            relative_index: -1,
        };
        self.cosign_checkpoint()
            .call(instruction::CosignCheckpoint { args })
    }

    /// Witness `index` signs the checkpoint now, and somebody brings that to the chain.
    ///
    /// # Errors
    /// The program's refusal.
    #[track_caller]
    pub fn cosign(&self, w: &mut World, index: u8) -> Result<Sent, Refusal> {
        let time = w.now() as u64;
        let check = witness(index).precompile(&cosigned(time, &self.text()));
        w.send(
            &[check, self.record_cosignature(index, time)],
            &[&self.c.members[1].key],
        )
    }

    #[must_use]
    pub fn close_checkpoint(&self, closer: Pubkey) -> accounts::CloseCheckpoint {
        accounts::CloseCheckpoint {
            dao: self.c.dao,
            witnessed_log: self.log,
            checkpoint: self.checkpoint(),
            closer,
            payer: self.c.renter.pubkey(),
        }
    }

    /// A token account of the mint for a reporter, without tokens.
    pub fn purse(&self, w: &mut World, name: &str) -> Pubkey {
        w.tokens(name, &self.c.mint, &key(name).pubkey(), 0)
    }

    #[must_use]
    pub fn report_missed_deadline(
        &self,
        reporter: Pubkey,
        reward: Pubkey,
    ) -> accounts::ReportMissedDeadline {
        accounts::ReportMissedDeadline {
            dao: self.c.dao,
            bond: self.o.bond,
            audit_log: self.o.audit_log,
            vault: self.o.vault,
            treasury: self.c.treasury,
            reward,
            mint: self.c.mint,
            log: self.c.log,
            reporter,
            token_program: self.c.token_program,
        }
    }

    /// About a root beside the log's at the size that it has now.
    #[must_use]
    pub fn lie(&self, signed: &[u8; 32]) -> [u8; 32] {
        lie(&self.c, self.size(), signed, &merkle::root(&self.leaves))
    }

    /// Without a checkpoint of the chain's and a kept root; the reporter pays.
    #[must_use]
    pub fn report_equivocation(
        &self,
        reporter: Pubkey,
        reward: Pubkey,
        lie: &[u8; 32],
    ) -> accounts::ReportEquivocation {
        accounts::ReportEquivocation {
            dao: self.c.dao,
            bond: self.o.bond,
            audit_log: self.o.audit_log,
            checkpoint: None,
            kept_root: None,
            equivocation: pda::equivocation(&self.o.audit_log, lie),
            vault: self.o.vault,
            treasury: self.c.treasury,
            reward,
            mint: self.c.mint,
            log: self.c.log,
            instructions_sysvar: INSTRUCTIONS_SYSVAR,
            reporter,
            payer: reporter,
            token_program: self.c.token_program,
            system_program: system_program::ID,
        }
    }

    /// What reports a checkpoint of the size that the log has now, which the instruction before checks.
    #[must_use]
    pub fn evidence(&self, evidence: Evidence, lie: &[u8; 32]) -> instruction::ReportEquivocation {
        let args = ReportEquivocationArgs {
            size: self.size(),
            evidence_hash: *lie,
            relative_index: -1,
            evidence,
        };
        instruction::ReportEquivocation { args }
    }
}

impl Operator {
    /// Somebody keeps the root of this operator's log.
    #[must_use]
    pub fn keep_root(&self, payer: Pubkey) -> accounts::KeepRoot {
        accounts::KeepRoot {
            audit_log: self.audit_log,
            kept_root: pda::kept_root(&self.audit_log, &payer),
            payer,
            system_program: system_program::ID,
        }
    }
}

impl Community {
    #[must_use]
    pub fn set_witnesses(&self) -> accounts::SetWitnesses {
        accounts::SetWitnesses {
            dao: self.dao,
            authority: self.authority,
            witness_set: pda::witness_set(&self.dao),
            log: self.log,
            payer: self.authority,
            system_program: system_program::ID,
        }
    }

    #[must_use]
    pub fn close_witness_set(&self) -> accounts::CloseWitnessSet {
        accounts::CloseWitnessSet {
            dao: self.dao,
            authority: self.authority,
            witness_set: pda::witness_set(&self.dao),
            log: self.log,
            payer: self.authority,
        }
    }

    /// An operator's log, with its bond.
    #[must_use]
    pub fn admit_log(&self, operator: &Operator, admitter: Pubkey) -> accounts::AdmitLog {
        let witness_set = pda::witness_set(&self.dao);
        accounts::AdmitLog {
            dao: self.dao,
            witness_set,
            audit_log: operator.audit_log,
            bond: Some(operator.bond),
            witnessed_log: pda::witnessed_log(&witness_set, &operator.audit_log),
            log: self.log,
            admitter,
            payer: self.renter.pubkey(),
            system_program: system_program::ID,
        }
    }

    #[must_use]
    pub fn close_witnessed_log(&self, audit_log: Pubkey) -> accounts::CloseWitnessedLog {
        let witness_set = pda::witness_set(&self.dao);
        accounts::CloseWitnessedLog {
            dao: self.dao,
            closer: self.authority,
            witness_set,
            witnessed_log: pda::witnessed_log(&witness_set, &audit_log),
            payer: self.renter.pubkey(),
        }
    }
}

impl World {
    /// Names witnesses 0 to `count - 1` by a vote.
    #[track_caller]
    pub fn name_witnesses(&mut self, c: &Community, count: u8, quorum: u8) -> Pubkey {
        let args = SetWitnessesArgs {
            quorum,
            witnesses: named(count),
        };
        let accounts = c.set_witnesses();
        self.pass(c, &[accounts.call(instruction::SetWitnesses { args })]);
        accounts.witness_set
    }

    /// A log as the chain has it.
    #[must_use]
    #[track_caller]
    pub fn audit_log(&self, address: &Pubkey) -> AuditLog {
        self.zero_copy(address)
    }
}
