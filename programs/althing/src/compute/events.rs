use anchor_lang::prelude::*;

/// A provider described itself anew.
#[event]
pub struct ProviderUpdated {
    pub provider: Pubkey,
    pub accelerators: u16,
    /// Base units of the organisation's mint.
    pub price_per_hour: u64,
}

/// A provider was closed.
#[event]
pub struct ProviderClosed {
    pub provider: Pubkey,
    /// Base units that somebody had sent to the vault unasked; they went to the treasury.
    pub returned: u64,
}

/// Tokens were staked.
#[event]
pub struct TokensStaked {
    pub provider: Pubkey,
    pub holder: Pubkey,
    /// Base units.
    pub amount: u64,
    /// Shares of the active pool issued for them.
    pub shares: u64,
}

/// Stake began its way out.
#[event]
pub struct UnstakeRequested {
    pub provider: Pubkey,
    pub holder: Pubkey,
    pub unbonding: Pubkey,
    /// Shares of the active pool given up.
    pub shares: u64,
    /// Base units that they stood for; a slash may still lower it.
    pub amount: u64,
    /// When it can be withdrawn, unix seconds.
    pub ready_at: i64,
}

/// Stake left.
#[event]
pub struct StakeWithdrawn {
    pub provider: Pubkey,
    pub holder: Pubkey,
    /// Base units.
    pub amount: u64,
}

/// A position's shares became weight in the provider's reward pool.
#[event]
pub struct RewardsJoined {
    pub reward_pool: Pubkey,
    pub holder: Pubkey,
    /// Its weight, from the next epoch on.
    pub weight: u64,
}

/// A position left its reward pool.
#[event]
pub struct RewardsLeft {
    pub reward_pool: Pubkey,
    pub holder: Pubkey,
}
