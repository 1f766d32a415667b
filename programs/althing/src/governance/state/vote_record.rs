use anchor_lang::prelude::*;

/// One seat's vote on one proposal. Seeds: `"vote"`, proposal, seat.
#[account(zero_copy)]
#[derive(Debug)]
pub struct VoteRecord {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// 0 yes, 1 no, 2 abstain.
    pub choice: u8,
    pub _padding: [u8; 5],
    /// The proposal.
    pub proposal: Pubkey,
    /// The seat.
    pub seat: Pubkey,
    /// The seat's holder, who signed.
    pub voter: Pubkey,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// The seat's weight at the proposal's epoch.
    pub weight: u64,
}

impl VoteRecord {
    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();
}
