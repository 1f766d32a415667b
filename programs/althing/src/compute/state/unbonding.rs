use anchor_lang::prelude::*;

/// Stake on its way out. Seeds: `"unbonding"`, stake position, number (u64, little endian).
#[account(zero_copy)]
#[derive(Debug)]
pub struct Unbonding {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    pub _padding: [u8; 6],
    /// The stake position it left.
    pub position: Pubkey,
    /// The provider.
    pub provider: Pubkey,
    /// Whom the tokens belong to.
    pub holder: Pubkey,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// Its number among the position's tranches, from 0.
    pub number: u64,
    /// Shares of the provider's unbonding pool.
    pub shares: u64,
    /// The round of the pool in which they were issued.
    pub round: u64,
    /// When it can be withdrawn, unix seconds.
    pub ready_at: i64,
}

impl Unbonding {
    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();
}
