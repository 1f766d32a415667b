use anchor_lang::prelude::*;

use crate::math::accumulator::Holding;

/// One holder's weight in one pool. Seeds: `"reward"`, pool, holder.
#[account(zero_copy)]
#[derive(Debug)]
pub struct RewardPosition {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    pub _padding: [u8; 6],
    /// The pool.
    pub reward_pool: Pubkey,
    /// Whom the rewards belong to.
    pub holder: Pubkey,
    /// The account whose weight this is, such as a stake position.
    pub source: Pubkey,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// Weight, and what it has earned.
    pub holding: Holding,
}

impl RewardPosition {
    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();
}
