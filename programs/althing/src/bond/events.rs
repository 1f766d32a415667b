use anchor_lang::prelude::*;

/// The operator added to a bond.
#[event]
pub struct BondIncreased {
    pub bond: Pubkey,
    /// Base units added.
    pub added: u64,
    /// Base units that count now.
    pub amount: u64,
}

/// It became known when a log was last extended, or that there was nothing new.
#[event]
pub struct CheckpointNoted {
    pub bond: Pubkey,
    /// Leaves of the log.
    pub size: u64,
    /// The slot from which the next interval is counted.
    pub slot: u64,
}

/// A part of a bond began its way out.
#[event]
pub struct UnbondRequested {
    pub bond: Pubkey,
    /// Base units asked for.
    pub amount: u64,
    /// All base units on their way out; a slash may still lower them.
    pub unbonding: u64,
    /// When they can be withdrawn, unix seconds.
    pub available_at: i64,
}

/// A part of a bond left.
#[event]
pub struct BondWithdrawn {
    pub bond: Pubkey,
    /// Base units.
    pub amount: u64,
}
