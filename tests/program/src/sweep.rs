//! Every wrong account of an instruction, one after the other: not signed, not writable, of another
//! owner, of another kind, not there, at another address. What an account's *relations* must be (the
//! same organisation, the right seat) is for each instruction's own tests.

use anchor_lang::error::ErrorCode::*;
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::system_program;
use solana_account::ReadableAccount;
use solana_instruction_error::InstructionError;
use solana_keypair::Keypair;
use solana_signer::Signer;
use solana_transaction_error::TransactionError;

use crate::client::{readonly, swapped, unsigned};
use crate::community::Community;
use crate::keys::key;
use crate::refusal::Code;
use crate::tokens::{TOKEN, TOKEN_2022};
use crate::world::{Refusal, Sent, World};

type Send<'a> = Box<dyn Fn(&mut World, Instruction) -> Result<Sent, Refusal> + 'a>;

/// A valid instruction, about to be spoiled in every way.
pub struct Sweep<'a> {
    world: World,
    instruction: Instruction,
    send: Send<'a>,
    exceptions: Vec<(Pubkey, u32)>,
    ignored: Vec<Pubkey>,
    skipped: Vec<Pubkey>,
}

impl World {
    /// Spoils an instruction that these signers can send now.
    #[must_use]
    pub fn sweep<'a>(&self, instruction: Instruction, signers: &'a [&'a Keypair]) -> Sweep<'a> {
        let send: Send = Box::new(move |world, instruction| world.send(&[instruction], signers));
        Sweep {
            world: self.clone(),
            instruction,
            send,
            exceptions: vec![],
            ignored: vec![],
            skipped: vec![],
        }
    }

    /// Spoils an instruction that stands behind others which stay as they are.
    #[must_use]
    pub fn sweep_with<'a>(
        &self,
        instruction: Instruction,
        before: &'a [Instruction],
        signers: &'a [&'a Keypair],
    ) -> Sweep<'a> {
        let send: Send = Box::new(move |world, instruction| {
            world.send(&[before, &[instruction]].concat(), signers)
        });
        Sweep {
            world: self.clone(),
            instruction,
            send,
            exceptions: vec![],
            ignored: vec![],
            skipped: vec![],
        }
    }

    /// Spoils an instruction that the authority can sign, each time by a vote of its own.
    #[must_use]
    pub fn sweep_authority<'a>(
        &self,
        community: &'a Community,
        instruction: Instruction,
    ) -> Sweep<'a> {
        let send: Send =
            Box::new(move |world, instruction| world.as_authority(community, instruction));
        Sweep {
            world: self.clone(),
            instruction,
            send,
            exceptions: vec![],
            ignored: vec![],
            skipped: vec![],
        }
    }
}

/// The account does not exist yet, and the system program is asked to make it without the right to.
const ESCALATION: InstructionError = InstructionError::PrivilegeEscalation;

impl Sweep<'_> {
    /// At this address the program refuses other accounts with an error of its own.
    #[must_use]
    pub fn expecting(mut self, address: Pubkey, error: impl Code) -> Self {
        self.exceptions.push((address, error.code().0));
        self
    }

    /// At this address any account is right, or the instruction's own tests look at it.
    #[must_use]
    pub fn ignoring(mut self, address: Pubkey) -> Self {
        self.ignored.push(address);
        self
    }

    /// This address is left as it is, flags included.
    #[must_use]
    pub fn skipping(mut self, address: Pubkey) -> Self {
        self.skipped.push(address);
        self
    }

    /// Spoils every account in every way, then sends the instruction as it is, which must succeed.
    ///
    /// # Panics
    /// Where a spoiled instruction is not refused with the right error.
    #[track_caller]
    pub fn run(self) {
        let accounts = self.instruction.accounts.clone();
        for meta in accounts
            .iter()
            .filter(|meta| !self.skipped.contains(&meta.pubkey))
        {
            let address = meta.pubkey;
            if meta.is_signer {
                self.refuses(
                    "unsigned",
                    unsigned(self.instruction.clone(), address),
                    address,
                    AccountNotSigner,
                );
            }
            if meta.is_writable {
                self.refuses_readonly(address, meta.is_signer);
            }
            if !self.ignored.contains(&address) {
                self.refuses_others(address);
            }
        }
        let mut world = self.world.clone();
        (self.send)(&mut world, self.instruction.clone())
            .unwrap_or_else(|refusal| panic!("as it is: {refusal}"));
    }

    #[track_caller]
    fn refuses_readonly(&self, address: Pubkey, is_signer: bool) {
        let spoiled = readonly(self.instruction.clone(), address);
        // Where Anchor makes an account it does so before it looks at flags: the system program refuses.
        let mut made = self
            .instruction
            .accounts
            .iter()
            .filter(|meta| meta.is_writable && !self.world.exists(&meta.pubkey));
        let pays = is_signer && made.next().is_some();
        if self.world.exists(&address) && !pays {
            self.refuses("read-only", spoiled, address, ConstraintMut);
            return;
        }
        let refusal = self.attempt("read-only", spoiled, address);
        let escalated = matches!(&refusal.error, TransactionError::InstructionError(_, error) if *error == ESCALATION);
        let flagged = refusal.custom_code() == Some(ConstraintMut.code().0);
        assert!(escalated || flagged, "read-only {address}: {refusal}");
    }

    #[track_caller]
    fn refuses_others(&self, address: Pubkey) {
        let account = self.world.account(&address);
        let owner = account.as_ref().map(|account| account.owner);
        let other = |to| swapped(self.instruction.clone(), address, to);
        let nobody = key("nobody").pubkey();
        if address == system_program::ID || address == TOKEN || address == TOKEN_2022 {
            self.refuses(
                "another program",
                other(althing::ID),
                address,
                InvalidProgramId,
            );
        } else if owner == Some(althing::ID) {
            let borsh = [
                discriminator::<althing::Dao>(),
                discriminator::<althing::Action>(),
            ]
            .into_iter()
            .chain([discriminator::<althing::Model>()])
            .chain([discriminator::<althing::AppealRules>()])
            .any(|kind| {
                account
                    .as_ref()
                    .is_some_and(|account| account.data().starts_with(kind))
            });
            let gone = if borsh {
                AccountNotInitialized
            } else {
                AccountOwnedByWrongProgram
            };
            self.refuses("closed", other(nobody), address, gone);
            self.refuses_look_alike(address);
            let kind = self.another_kind(&address);
            self.refuses(
                "another kind",
                other(kind),
                address,
                AccountDiscriminatorMismatch,
            );
        } else if owner == Some(TOKEN) || owner == Some(TOKEN_2022) {
            self.refuses("closed", other(nobody), address, AccountNotInitialized);
            self.refuses_look_alike(address);
        } else if owner.is_none() {
            self.refuses("another address", other(nobody), address, ConstraintSeeds);
        }
    }

    #[track_caller]
    fn refuses_look_alike(&self, address: Pubkey) {
        let mut world = self.world.clone();
        let copy = world.look_alike(&address);
        let spoiled = swapped(self.instruction.clone(), address, copy);
        let sweep = Sweep {
            world,
            send: Box::new(|world, instruction| (self.send)(world, instruction)),
            ..self.copy()
        };
        sweep.refuses("look-alike", spoiled, address, AccountOwnedByWrongProgram);
    }

    fn copy(&self) -> Self {
        Self {
            world: self.world.clone(),
            instruction: self.instruction.clone(),
            send: Box::new(|_, _| unreachable!("replaced at once")),
            exceptions: self.exceptions.clone(),
            ignored: self.ignored.clone(),
            skipped: self.skipped.clone(),
        }
    }

    /// An account of the program of another kind: the one with the smallest address.
    fn another_kind(&self, address: &Pubkey) -> Pubkey {
        let inner = &self.world.svm.accounts_db().inner;
        let kind = inner[address].data()[..8].to_vec();
        let ours = inner
            .iter()
            .filter(|(_, account)| *account.owner() == althing::ID);
        let others = ours.filter(|(_, account)| account.data()[..8] != kind);
        *others
            .map(|(address, _)| address)
            .min()
            .expect("an account of another kind")
    }

    #[track_caller]
    fn attempt(&self, way: &str, spoiled: Instruction, address: Pubkey) -> Refusal {
        let mut world = self.world.clone();
        match (self.send)(&mut world, spoiled) {
            Ok(_) => panic!("{way} {address}: succeeded"),
            Err(refusal) => refusal,
        }
    }

    #[track_caller]
    fn refuses(&self, way: &str, spoiled: Instruction, address: Pubkey, usual: impl Code) {
        let exception = self
            .exceptions
            .iter()
            .find(|(at, _)| *at == address)
            .map(|(_, code)| *code);
        let special = way != "unsigned" && way != "read-only";
        let expected = exception.filter(|_| special).unwrap_or(usual.code().0);
        let refusal = self.attempt(way, spoiled, address);
        assert_eq!(
            refusal.custom_code(),
            Some(expected),
            "{way} {address}: expected {expected}, got {refusal}"
        );
    }
}

fn discriminator<T: anchor_lang::Discriminator>() -> &'static [u8] {
    T::DISCRIMINATOR
}
