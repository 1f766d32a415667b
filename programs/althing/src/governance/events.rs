use anchor_lang::prelude::*;

/// A draft was created.
#[event]
pub struct ProposalCreated {
    pub proposal: Pubkey,
    pub dao: Pubkey,
    pub number: u64,
    pub proposer: Pubkey,
}

/// A vote was cast or changed.
#[event]
pub struct VoteCast {
    pub proposal: Pubkey,
    pub voter: Pubkey,
    pub choice: u8,
    pub weight: u64,
}

/// A vote was withdrawn.
#[event]
pub struct VoteWithdrawn {
    pub proposal: Pubkey,
    pub voter: Pubkey,
}
