use anchor_lang::prelude::*;

/// A seat's holding changed, by a deposit, a request to withdraw, or a grant.
#[event]
pub struct SeatFed {
    pub seat: Pubkey,
    pub holder: Pubkey,
    /// What the seat holds now, base units or points.
    pub deposited: u64,
    /// The weight that counts from the next epoch on.
    pub weight: u64,
    /// The running epoch.
    pub epoch: u64,
}

/// Tokens left a seat.
#[event]
pub struct TokensWithdrawn {
    pub seat: Pubkey,
    pub holder: Pubkey,
    pub amount: u64,
}
