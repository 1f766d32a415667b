use anchor_lang::prelude::*;

use crate::constants::MAX_ENTRY_PAYLOAD;

/// One entry kept whole. Seeds: `"entry"`, log, index (u64, little endian). Never closed.
#[account]
#[derive(Debug)]
pub struct AuditEntry {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// The log.
    pub log: Pubkey,
    /// The leaf's index in it.
    pub index: u64,
    /// Who appended it.
    pub actor: Pubkey,
    /// Unix seconds.
    pub timestamp: i64,
    /// Slot.
    pub slot: u64,
    /// Kind of the entry.
    pub kind: u16,
    /// The leaf hash.
    pub leaf: [u8; 32],
    /// The payload, at most 512 bytes. With the fields above it gives the entry's bytes again.
    pub payload: Vec<u8>,
}

impl AuditEntry {
    /// Bytes of the account with a payload of `length` bytes.
    #[must_use]
    pub const fn space(length: usize) -> usize {
        let bounded = if length > MAX_ENTRY_PAYLOAD {
            MAX_ENTRY_PAYLOAD
        } else {
            length
        };
        (8 + 1 + 1 + 32 + 8 + 32 + 8 + 8 + 2 + 32 + 4_usize).saturating_add(bounded)
    }
}
