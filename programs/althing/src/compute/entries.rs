//! Payloads of this room's audit entries, in Borsh; see [`crate::audit::entry`].

use anchor_lang::prelude::*;

/// `ProviderRegistered`.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct ProviderRegistered {
    pub provider: Pubkey,
    pub accelerators: u16,
    /// Base units of the organisation's mint.
    pub price_per_hour: u64,
    pub endpoint: String,
    pub region: String,
    pub accelerator: String,
}

/// `ProviderRetired`.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct ProviderRetired {
    pub provider: Pubkey,
}

/// `ProviderSlashed`.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct ProviderSlashed {
    pub provider: Pubkey,
    pub offence_id: [u8; 32],
    /// Of all stake, basis points.
    pub bps: u16,
    /// Base units taken from active stake.
    pub from_active: u64,
    /// Base units taken from unbonding stake.
    pub from_unbonding: u64,
}
