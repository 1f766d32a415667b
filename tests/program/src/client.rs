//! Instructions from Anchor's generated types. `accounts::X { .. }.call(instruction::X { .. })` is one;
//! a test swaps an account by naming the field, and a flag by [`unsigned`] or [`readonly`].

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::{AccountMeta, Instruction};
use anchor_lang::{InstructionData, ToAccountMetas};

/// Makes an instruction of the accounts that Anchor generated for it.
pub trait Call: ToAccountMetas {
    /// The instruction with this data.
    fn call(&self, data: impl InstructionData) -> Instruction {
        Instruction {
            program_id: althing::ID,
            accounts: self.to_account_metas(None),
            data: data.data(),
        }
    }

    /// The instruction with this data and further accounts.
    fn call_with(&self, data: impl InstructionData, remaining: &[AccountMeta]) -> Instruction {
        let mut instruction = self.call(data);
        instruction.accounts.extend_from_slice(remaining);
        instruction
    }
}

impl<T: ToAccountMetas> Call for T {}

/// The instruction, with `address` no longer marked as signer.
///
/// # Panics
/// Where it was not marked.
#[must_use]
#[track_caller]
pub fn unsigned(mut instruction: Instruction, address: Pubkey) -> Instruction {
    let metas = instruction
        .accounts
        .iter_mut()
        .filter(|meta| meta.pubkey == address && meta.is_signer);
    assert_ne!(
        metas.map(|meta| meta.is_signer = false).count(),
        0,
        "{address} is no signer"
    );
    instruction
}

/// The instruction, with `address` no longer marked as writable.
///
/// # Panics
/// Where it was not marked.
#[must_use]
#[track_caller]
pub fn readonly(mut instruction: Instruction, address: Pubkey) -> Instruction {
    let metas = instruction
        .accounts
        .iter_mut()
        .filter(|meta| meta.pubkey == address && meta.is_writable);
    assert_ne!(
        metas.map(|meta| meta.is_writable = false).count(),
        0,
        "{address} is not writable"
    );
    instruction
}

/// The instruction, with one address replaced by another in all its places.
///
/// # Panics
/// Where it does not occur.
#[must_use]
#[track_caller]
pub fn swapped(mut instruction: Instruction, from: Pubkey, to: Pubkey) -> Instruction {
    let metas = instruction
        .accounts
        .iter_mut()
        .filter(|meta| meta.pubkey == from);
    assert_ne!(
        metas.map(|meta| meta.pubkey = to).count(),
        0,
        "{from} does not occur"
    );
    instruction
}
