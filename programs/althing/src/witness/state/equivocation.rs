use anchor_lang::prelude::*;

/// Two roots of one size. Seeds: `"equivocation"`, log, size. Never closed.
#[account(zero_copy)]
#[derive(Debug)]
pub struct Equivocation {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// What the other root is: one of the constants.
    pub ground: u8,
    pub _padding: [u8; 5],
    /// The log.
    pub audit_log: Pubkey,
    /// The bond that answered for it.
    pub bond: Pubkey,
    /// Who reported it.
    pub reporter: Pubkey,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// Leaves.
    pub size: u64,
    /// The root that the operator's key signed.
    pub signed_root: [u8; 32],
    /// The other one.
    pub other_root: [u8; 32],
    /// Base units taken.
    pub taken: u64,
    /// The slot of the report.
    pub slot: u64,
}

impl Equivocation {
    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();
    /// The operator's key signed the other root too.
    pub const SIGNED_TWICE: u8 = 0;
    /// The other root is that of a checkpoint of the chain's.
    pub const CHECKPOINT: u8 = 1;
    /// The other root is part of the log's history.
    pub const HISTORY: u8 = 2;
}
