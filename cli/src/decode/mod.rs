//! Bytes by name: instructions, events and errors from the program's IDL, log entries from their tables.

pub mod encode;
pub mod entries;
pub mod idl;
pub mod transaction;
pub mod value;

use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;

use crate::input::bytes::to_hex;
use crate::output::{Cell, Record};

/// An instruction in words: those of the program by name with arguments and accounts, others as bytes.
#[must_use]
pub fn describe(instruction: &Instruction, program: &Pubkey) -> Record {
    let decoded = (instruction.program_id == *program)
        .then(|| idl::instruction(&instruction.data))
        .flatten();
    let names = decoded
        .as_ref()
        .map(|decoded| decoded.accounts.clone())
        .unwrap_or_default();
    let accounts: Vec<Record> = instruction
        .accounts
        .iter()
        .enumerate()
        .map(|(index, meta)| {
            let name = names
                .get(index)
                .cloned()
                .unwrap_or_else(|| format!("further{}", index - names.len()));
            // The program in an account's place says that it is left out.
            let absent = meta.pubkey == *program && index < names.len();
            record! {
                "name" => name,
                "address" => (!absent).then_some(meta.pubkey),
                "signer" => meta.is_signer,
                "writable" => meta.is_writable,
            }
        })
        .collect();
    let what = match &decoded {
        Some(decoded) => {
            record! { "instruction" => &decoded.name, "arguments" => decoded.fields.clone() }
        }
        None => record! { "instruction" => Cell::None, "data" => to_hex(&instruction.data) },
    };
    record! { "program" => instruction.program_id }
        .and(what)
        .with("accounts", accounts)
}
