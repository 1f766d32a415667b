//! A log of somebody's own that is bonded, and the accounts of every instruction of the room `bond`.

use althing::bond::{OpenBondArgs, SlashBondArgs};
use althing::{accounts, instruction, AppendBatchArgs, AuditLog, LogBond, Subtree};
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::system_program;
use solana_keypair::Keypair;
use solana_signer::Signer;
use std::sync::OnceLock;

use crate::client::Call;
use crate::community::{community, Community, SAVINGS};
use crate::keys::key;
use crate::merkle;
use crate::pda;
use crate::world::{Refusal, Sent, World};

/// What [`bonded`] logs have at stake, base units.
pub const BOND: u64 = 1_000;
/// Slots within which their operators promise a checkpoint.
pub const INTERVAL: u64 = 1_000;

/// Somebody who writes a log, with the addresses of its bond.
pub struct Operator {
    pub key: Keypair,
    /// A token account of the organisation's mint.
    pub tokens: Pubkey,
    pub audit_log: Pubkey,
    pub bond: Pubkey,
    pub vault: Pubkey,
}

impl Clone for Operator {
    fn clone(&self) -> Self {
        Self {
            key: self.key.insecure_clone(),
            ..*self
        }
    }
}

impl Operator {
    #[must_use]
    pub fn address(&self) -> Pubkey {
        self.key.pubkey()
    }
}

/// What operators here promise.
#[must_use]
pub fn bond_args() -> OpenBondArgs {
    OpenBondArgs {
        amount: BOND,
        checkpoint_interval: INTERVAL,
        signing_key: key("signer of checkpoints").pubkey().to_bytes(),
        origin: "example.org/log".into(),
    }
}

/// [`community`] with an operator whose log is bonded with [`BOND`].
#[must_use]
pub fn bonded() -> (World, Community, Operator) {
    static READY: OnceLock<(World, Community, Operator)> = OnceLock::new();
    READY
        .get_or_init(|| {
            let (mut w, c) = community();
            let operator = w.bonded_operator(&c, "operator");
            (w, c, operator)
        })
        .clone()
}

impl Community {
    #[must_use]
    pub fn open_bond(&self, operator: &Operator) -> accounts::OpenBond {
        accounts::OpenBond {
            dao: self.dao,
            audit_log: operator.audit_log,
            bond: operator.bond,
            vault: operator.vault,
            from: operator.tokens,
            mint: self.mint,
            log: self.log,
            operator: operator.address(),
            payer: self.renter.pubkey(),
            token_program: self.token_program,
            system_program: system_program::ID,
        }
    }

    #[must_use]
    pub fn add_bond(&self, operator: &Operator) -> accounts::AddBond {
        accounts::AddBond {
            bond: operator.bond,
            vault: operator.vault,
            from: operator.tokens,
            mint: self.mint,
            operator: operator.address(),
            token_program: self.token_program,
        }
    }

    #[must_use]
    pub fn note_checkpoint(&self, operator: &Operator, caller: Pubkey) -> accounts::NoteCheckpoint {
        accounts::NoteCheckpoint {
            bond: operator.bond,
            audit_log: operator.audit_log,
            caller,
        }
    }

    #[must_use]
    pub fn shorten_interval(&self, operator: &Operator) -> accounts::ShortenInterval {
        accounts::ShortenInterval {
            dao: self.dao,
            bond: operator.bond,
            log: self.log,
            operator: operator.address(),
        }
    }

    #[must_use]
    pub fn request_unbond(&self, operator: &Operator) -> accounts::RequestUnbond {
        accounts::RequestUnbond {
            bond: operator.bond,
            operator: operator.address(),
        }
    }

    #[must_use]
    pub fn withdraw_bond(&self, operator: &Operator) -> accounts::WithdrawBond {
        accounts::WithdrawBond {
            bond: operator.bond,
            vault: operator.vault,
            to: operator.tokens,
            mint: self.mint,
            caller: operator.address(),
            token_program: self.token_program,
        }
    }

    #[must_use]
    pub fn slash_bond(&self, operator: &Operator) -> accounts::SlashBond {
        accounts::SlashBond {
            dao: self.dao,
            authority: self.authority,
            bond: operator.bond,
            vault: operator.vault,
            treasury: self.treasury,
            mint: self.mint,
            log: self.log,
            token_program: self.token_program,
        }
    }

    /// The instruction that slashes by vote.
    #[must_use]
    pub fn slash_bond_by(&self, operator: &Operator, bps: u16) -> Instruction {
        let args = SlashBondArgs {
            evidence: [7; 32],
            bps,
        };
        self.slash_bond(operator)
            .call(instruction::SlashBond { args })
    }

    #[must_use]
    pub fn close_bond(&self, operator: &Operator) -> accounts::CloseBond {
        accounts::CloseBond {
            dao: self.dao,
            bond: operator.bond,
            vault: operator.vault,
            treasury: None,
            mint: self.mint,
            log: self.log,
            payer: self.renter.pubkey(),
            token_program: self.token_program,
        }
    }
}

impl World {
    /// Somebody with an empty log and [`SAVINGS`], and no bond yet. The name is the log's subject's too.
    pub fn operator(&mut self, community: &Community, name: &str) -> Operator {
        let key = self.wallet(name);
        let subject = self.wallet(&format!("subject of {name}"));
        let audit_log = pda::log(&subject.pubkey());
        let create = accounts::CreateLog {
            log: audit_log,
            subject: subject.pubkey(),
            payer: community.renter.pubkey(),
            system_program: system_program::ID,
        };
        let writer = key.pubkey();
        let create = create.call(instruction::CreateLog { writer });
        self.go(&[create], &[&subject, &community.renter]);
        let bond = pda::bond(&audit_log);
        Operator {
            tokens: self.tokens(name, &community.mint, &key.pubkey(), SAVINGS),
            audit_log,
            bond,
            vault: pda::vault(&bond),
            key,
        }
    }

    /// An operator whose log is bonded with [`BOND`].
    #[track_caller]
    pub fn bonded_operator(&mut self, community: &Community, name: &str) -> Operator {
        let operator = self.operator(community, name);
        let args = bond_args();
        let open = community
            .open_bond(&operator)
            .call(instruction::OpenBond { args });
        self.go(&[open], &[&operator.key, &community.renter]);
        operator
    }

    #[must_use]
    #[track_caller]
    pub fn bond(&self, operator: &Operator) -> LogBond {
        self.zero_copy(&operator.bond)
    }

    /// Appends these leaves to an operator's log as one batch.
    ///
    /// # Panics
    /// Where the program refuses.
    #[track_caller]
    pub fn grow_log(&mut self, operator: &Operator, leaves: &[merkle::Hash]) -> Sent {
        let old_size = self.zero_copy::<AuditLog>(&operator.audit_log).size;
        let subtrees = merkle::subtrees(old_size, leaves)
            .into_iter()
            .map(|(level, root)| Subtree { level, root })
            .collect();
        let accounts = accounts::AppendBatch {
            log: operator.audit_log,
            writer: operator.address(),
        };
        let args = AppendBatchArgs {
            old_size,
            subtrees,
            uri: String::new(),
        };
        self.go(
            &[accounts.call(instruction::AppendBatch { args })],
            &[&operator.key],
        )
    }

    /// The operator asks for a part of the bond back.
    ///
    /// # Errors
    /// The program's refusal.
    #[track_caller]
    pub fn unbond(
        &mut self,
        community: &Community,
        operator: &Operator,
        amount: u64,
    ) -> Result<Sent, Refusal> {
        let request = community
            .request_unbond(operator)
            .call(instruction::RequestUnbond { amount });
        self.send(&[request], &[&operator.key])
    }

    /// The operator takes out what was requested.
    ///
    /// # Errors
    /// The program's refusal.
    #[track_caller]
    pub fn withdraw_bond(
        &mut self,
        community: &Community,
        operator: &Operator,
    ) -> Result<Sent, Refusal> {
        let withdraw = community
            .withdraw_bond(operator)
            .call(instruction::WithdrawBond {});
        self.send(&[withdraw], &[&operator.key])
    }
}
