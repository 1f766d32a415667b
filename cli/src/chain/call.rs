//! Instructions from the types that Anchor generates: `accounts::X { .. }.call(program, instruction::X { .. })`.

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::{AccountMeta, Instruction};
use anchor_lang::{InstructionData, ToAccountMetas};

/// Makes instructions of accounts.
pub trait Call: ToAccountMetas {
    /// The instruction with this data, for the program at `program`.
    fn call(&self, program: Pubkey, data: impl InstructionData) -> Instruction {
        let mut accounts = self.to_account_metas(None);
        for meta in &mut accounts {
            // An optional account that is left out is the program itself, and Anchor knows one address only.
            if meta.pubkey == althing::ID {
                meta.pubkey = program;
            }
        }
        Instruction {
            program_id: program,
            accounts,
            data: data.data(),
        }
    }

    /// The same with further accounts.
    fn call_with(
        &self,
        program: Pubkey,
        data: impl InstructionData,
        more: Vec<AccountMeta>,
    ) -> Instruction {
        let mut instruction = self.call(program, data);
        instruction.accounts.extend(more);
        instruction
    }
}

impl<T: ToAccountMetas> Call for T {}
