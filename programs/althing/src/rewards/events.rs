use anchor_lang::prelude::*;

/// A pool was funded.
#[event]
pub struct RewardPoolFunded {
    pub pool: Pubkey,
    pub funder: Pubkey,
    /// Base units.
    pub amount: u64,
    /// Seconds in which all that the pool holds now will have flowed.
    pub time_left: u64,
}

/// Rewards were paid out.
#[event]
pub struct RewardClaimed {
    pub pool: Pubkey,
    pub holder: Pubkey,
    /// Base units.
    pub amount: u64,
}

/// A pool was closed.
#[event]
pub struct RewardPoolClosed {
    pub pool: Pubkey,
    /// Base units that were left and went to the treasury.
    pub returned: u64,
}
