use anchor_lang::prelude::*;

/// One slash. Seeds: `"offence"`, provider, offence id. While it exists, the same offence cannot be
/// slashed again; it can be closed once the provider is.
#[account(zero_copy)]
#[derive(Debug)]
pub struct Offence {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// What was taken, in basis points of all stake.
    pub bps: u16,
    pub _padding: [u8; 4],
    /// The provider.
    pub provider: Pubkey,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// What the vote calls the offence, such as the SHA-256 of its evidence.
    pub offence_id: [u8; 32],
    /// Base units taken.
    pub amount: u64,
    /// When, unix seconds.
    pub slashed_at: i64,
}

impl Offence {
    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();
}
