//! The program in a real bank: Agave's own, with accounts, locks, fees, slots and the sysvars that a
//! validator has, and the program deployed by the upgradeable loader.
//!
//! The program's own suite asks for every refusal; this one asks whether whole stories hold where
//! transactions share slots and batches. Keys, addresses and instructions are those of
//! `althing-program-tests`.

pub mod chain;
pub mod village;

/// What every test needs.
pub mod prelude {
    pub use althing::error::AlthingError;
    pub use althing::{instruction, AuditLog, Chamber, Proposal, Seat};
    pub use althing_program_tests::client::*;
    pub use althing_program_tests::community::{config, Community, Member, DEPOSITS, SAVINGS};
    pub use althing_program_tests::governance::{payload, Motion};
    pub use althing_program_tests::pda;
    pub use anchor_lang::prelude::Pubkey;
    pub use anchor_lang::solana_program::instruction::Instruction;
    pub use solana_keypair::Keypair;
    pub use solana_signer::Signer;

    pub use crate::chain::*;
    pub use crate::village::*;
}
