use anchor_lang::prelude::*;

/// One seat's vote on one appeal. Seeds: `"ballot"`, question, seat.
#[account(zero_copy)]
#[derive(Debug)]
pub struct AppealBallot {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// 0 uphold, 1 reject, 2 abstain.
    pub choice: u8,
    pub _padding: [u8; 5],
    /// The question.
    pub question: Pubkey,
    /// The seat.
    pub seat: Pubkey,
    /// The seat's holder, who signed.
    pub voter: Pubkey,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// The seat's weight at the appeal's epoch.
    pub weight: u64,
}

impl AppealBallot {
    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();
}
