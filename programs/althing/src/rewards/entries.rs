//! Payloads of this room's audit entries, in Borsh; see [`crate::audit::entry`].

use anchor_lang::prelude::*;

/// `RewardPoolCreated`.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct RewardPoolCreated {
    pub pool: Pubkey,
    /// The address whose weights share the rewards.
    pub subject: Pubkey,
    pub mint: Pubkey,
    /// What each funding is spread over, seconds.
    pub window: i64,
}
