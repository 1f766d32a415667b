use anchor_lang::prelude::*;

/// Somebody deposited what a version earned.
#[event]
pub struct RevenueDeposited {
    pub pool: Pubkey,
    pub depositor: Pubkey,
    /// Base units.
    pub amount: u64,
}

/// A share was paid.
#[event]
pub struct RevenueClaimed {
    pub pool: Pubkey,
    /// 0 treasury, 1 maintainer, 2 to 9 datasets.
    pub place: u8,
    /// Whom it was paid to.
    pub holder: Pubkey,
    /// Base units.
    pub amount: u64,
}

/// A parent's share was passed on into its pool.
#[event]
pub struct RevenuePassedOn {
    pub pool: Pubkey,
    pub parent_pool: Pubkey,
    /// Base units.
    pub amount: u64,
}

/// What was due to a place where nobody stands any more became the treasury's.
#[event]
pub struct RevenueForfeited {
    pub pool: Pubkey,
    /// 1 maintainer, 2 to 9 datasets.
    pub place: u8,
    /// Base units.
    pub amount: u64,
}
