//! Exact refusals. A test that only expects "an error" would pass for the wrong one.

use althing::error::AlthingError;
use anchor_lang::error::ErrorCode as AnchorError;
use solana_instruction_error::InstructionError;
use solana_transaction_error::TransactionError;

use crate::world::{Refusal, Sent};

/// An error code as a transaction reports it.
pub trait Code {
    /// The code, and the name for messages.
    fn code(&self) -> (u32, String);
}

impl Code for AlthingError {
    fn code(&self) -> (u32, String) {
        (u32::from(*self), self.name())
    }
}

impl Code for AnchorError {
    fn code(&self) -> (u32, String) {
        (u32::from(*self), self.name())
    }
}

/// An error of another program, by number.
impl Code for u32 {
    fn code(&self) -> (u32, String) {
        (*self, format!("custom error {self}"))
    }
}

/// The system program's "an account with this address already exists".
pub const SYSTEM_ACCOUNT_EXISTS: u32 = 0;
/// The system program's "not enough lamports".
pub const SYSTEM_NOT_ENOUGH_LAMPORTS: u32 = 1;
/// The token programs' "insufficient funds".
pub const TOKEN_INSUFFICIENT_FUNDS: u32 = 1;
/// The token programs' "owner does not match".
pub const TOKEN_OWNER_MISMATCH: u32 = 4;
/// The token programs' "mint mismatch".
pub const TOKEN_MINT_MISMATCH: u32 = 3;
/// The token programs' "account is frozen".
pub const TOKEN_ACCOUNT_FROZEN: u32 = 17;

/// The program refused with exactly this error.
///
/// # Panics
/// Where it did not; the message holds the transaction's logs.
#[track_caller]
pub fn assert_refused(result: Result<Sent, Refusal>, expected: impl Code) {
    let (code, name) = expected.code();
    match result {
        Ok(sent) => panic!(
            "expected {name}, but the transaction succeeded\n{}",
            sent.logs.join("\n")
        ),
        Err(refusal) => assert_eq!(
            refusal.custom_code(),
            Some(code),
            "expected {name}, got {refusal}"
        ),
    }
}

/// An instruction failed with exactly this error of the runtime.
///
/// # Panics
/// Where it did not.
#[track_caller]
pub fn assert_instruction_error(result: Result<Sent, Refusal>, expected: InstructionError) {
    match result {
        Ok(_) => panic!("expected {expected:?}, but the transaction succeeded"),
        Err(refusal) => match &refusal.error {
            TransactionError::InstructionError(_, error) => {
                assert_eq!(*error, expected, "expected {expected:?}, got {refusal}");
            }
            _ => panic!("expected {expected:?}, got {refusal}"),
        },
    }
}
