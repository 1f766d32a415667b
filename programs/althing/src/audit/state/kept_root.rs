use anchor_lang::prelude::*;

use crate::math::merkle::Hash;

/// A tree that a log has been, kept by somebody for proofs: it stands still while the log grows. Seeds: `"root"`,
/// log, payer.
#[account(zero_copy)]
#[derive(Debug)]
pub struct KeptRoot {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    pub _padding: [u8; 6],
    /// The log.
    pub audit_log: Pubkey,
    /// Who keeps it, and paid the rent.
    pub payer: Pubkey,
    /// Leaves.
    pub size: u64,
    /// The RFC 6962 root of these leaves, as the chain has had it.
    pub root: Hash,
    /// The slot in which it was kept: the log had these leaves by then.
    pub slot: u64,
}

impl KeptRoot {
    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();
}
