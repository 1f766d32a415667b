//! Payloads of this room's audit entries, in Borsh; see [`crate::audit::entry`].

use anchor_lang::prelude::*;

/// `ProposalSubmitted`.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct ProposalSubmitted {
    pub proposal: Pubkey,
    pub number: u64,
    pub action_hash: [u8; 32],
    pub description_hash: [u8; 32],
    pub epoch: u64,
    pub eligible: u64,
    pub voting_ends_at: i64,
    pub executable_at: i64,
    pub expires_at: i64,
    pub quorum_bps: u16,
    pub approval_bps: u16,
}

/// `ProposalCancelled`.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct ProposalCancelled {
    pub proposal: Pubkey,
    pub number: u64,
}

/// `ProposalFinalized`.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct ProposalFinalized {
    pub proposal: Pubkey,
    pub number: u64,
    pub passed: bool,
    pub yes: u64,
    pub no: u64,
    pub abstain: u64,
    pub eligible: u64,
}

/// `ActionExecuted`.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct ActionExecuted {
    pub proposal: Pubkey,
    pub number: u64,
    pub index: u8,
    pub program: Pubkey,
}
