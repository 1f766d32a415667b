//! What the program's tests and its bench stand on: the compiled program in LiteSVM, keys from fixed
//! seeds, an organisation with members, and checks of the books after every transaction.
//!
//! README.md of this crate shows how to write a test with it.

pub mod appeals;
pub mod bond;
pub mod client;
pub mod community;
pub mod compute;
pub mod consent;
pub mod governance;
pub mod invariants;
pub mod keys;
pub mod merkle;
pub mod pda;
pub mod program;
pub mod refusal;
pub mod registry;
pub mod revenue;
pub mod rewards;
pub mod signatory;
pub mod signing;
pub mod staking;
pub mod sweep;
pub mod tokens;
pub mod votes;
pub mod witness;
pub mod world;

/// What every test needs.
pub mod prelude {
    pub use althing::error::AlthingError;
    pub use althing::{accounts, instruction};
    pub use anchor_lang::error::ErrorCode as AnchorError;
    pub use anchor_lang::prelude::Pubkey;
    pub use anchor_lang::solana_program::instruction::{AccountMeta, Instruction};
    pub use anchor_lang::system_program;
    pub use solana_instruction_error::InstructionError;
    pub use solana_keypair::Keypair;
    pub use solana_signer::Signer;

    pub use crate::appeals::*;
    pub use crate::bond::*;
    pub use crate::client::*;
    pub use crate::community::*;
    pub use crate::compute::*;
    pub use crate::consent::*;
    pub use crate::governance::*;
    pub use crate::keys::*;
    pub use crate::refusal::*;
    pub use crate::registry::*;
    pub use crate::revenue::*;
    pub use crate::signatory::*;
    pub use crate::signing::*;
    pub use crate::sweep::*;
    pub use crate::tokens::*;
    pub use crate::votes::*;
    pub use crate::witness::*;
    pub use crate::world::*;
    pub use crate::{merkle, pda};
}
