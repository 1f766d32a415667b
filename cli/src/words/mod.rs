//! Instructions in plain words: what a proposal's action will do, for those who vote on it.
//!
//! A sentence names things as people do (a model's name, whole tokens) by looking them up; what cannot be looked up is
//! named by its address. An instruction that is not known here says so: nobody should approve it unread.

mod foreign;
mod own;

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;

use crate::context::Context;
use crate::decode::idl;
use crate::input::decimal::format_units;

/// What an instruction does, in one sentence.
#[must_use]
pub fn sentence(context: &Context, instruction: &Instruction) -> String {
    if instruction.program_id == context.program() {
        if let Some(decoded) = idl::instruction(&instruction.data) {
            return own::Call::new(context, instruction, decoded).sentence();
        }
    }
    foreign::sentence(context, instruction).unwrap_or_else(|| unknown(instruction))
}

fn unknown(instruction: &Instruction) -> String {
    format!(
        "Call program {} with {} bytes and {} accounts; what that does is not known here, so find out before you approve it.",
        instruction.program_id,
        instruction.data.len(),
        instruction.accounts.len()
    )
}

/// An amount of a token in whole tokens, where its mint can be looked up.
fn tokens(context: &Context, mint: &Pubkey, units: u64) -> String {
    match context.mint(mint) {
        Ok(found) => format!("{} tokens of {mint}", format_units(units, found.decimals)),
        Err(_) => format!("{units} base units of {mint}"),
    }
}
