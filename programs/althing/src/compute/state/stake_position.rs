use anchor_lang::prelude::*;

use super::Provider;

/// One holder's stake with one provider. Seeds: `"stake"`, provider, holder.
#[account(zero_copy)]
#[derive(Debug)]
pub struct StakePosition {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    pub _padding: [u8; 2],
    /// Unbonding tranches that are open.
    pub open_unbondings: u32,
    /// The provider.
    pub provider: Pubkey,
    /// Whose stake it is.
    pub holder: Pubkey,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// Its part in the provider's reward pool; the default key where it has not joined.
    pub reward_position: Pubkey,
    /// Shares of the provider's active pool; read them with [`StakePosition::live_shares`].
    pub shares: u64,
    /// The round of the pool in which they were issued.
    pub round: u64,
    /// Tranches ever made; the next one's number.
    pub unbonding_count: u64,
}

impl StakePosition {
    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// Its shares, less those that a slash of everything voided.
    #[must_use]
    pub fn live_shares(&self, provider: &Provider) -> u64 {
        provider.active.live(self.shares, self.round)
    }

    /// Sets its shares of the provider's active pool as it stands.
    pub fn set_shares(&mut self, provider: &Provider, shares: u64) {
        self.shares = shares;
        self.round = provider.active.round;
    }

    /// Whether nothing is left of it.
    #[must_use]
    pub fn is_empty(&self, provider: &Provider) -> bool {
        self.live_shares(provider) == 0
            && self.open_unbondings == 0
            && self.reward_position == Pubkey::default()
    }
}
