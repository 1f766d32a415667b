//! What is not an entry of the organisation's log: single cosignatures, and closings.

use anchor_lang::prelude::*;

/// A checkpoint of a witnessed log was opened.
#[event]
pub struct CheckpointOpened {
    pub witnessed_log: Pubkey,
    pub audit_log: Pubkey,
    pub size: u64,
    pub root: [u8; 32],
}

/// A witness's signature over a checkpoint was recorded.
#[event]
pub struct CheckpointCosigned {
    pub checkpoint: Pubkey,
    /// Its place in the set.
    pub witness: u8,
    /// When the witness signed, seconds since 1970.
    pub time: u64,
    /// Cosignatures so far.
    pub count: u8,
}

/// A checkpoint's account was closed.
#[event]
pub struct CheckpointClosed {
    pub witnessed_log: Pubkey,
    pub size: u64,
}

/// The authority has ended the witnessing of a log that still has checkpoints.
#[event]
pub struct WitnessingEnding {
    pub witnessed_log: Pubkey,
    pub audit_log: Pubkey,
    /// Those that anybody may close now.
    pub checkpoints: u64,
}

/// A log is not witnessed any more.
#[event]
pub struct WitnessedLogClosed {
    pub witnessed_log: Pubkey,
    pub audit_log: Pubkey,
}
