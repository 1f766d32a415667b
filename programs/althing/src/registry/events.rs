//! Closings. Every other change of this room is an entry of a governed log and comes with
//! [`crate::audit::events::EntryAppended`], which carries its payload.

use anchor_lang::prelude::*;

/// A model's account was closed; its log lives on.
#[event]
pub struct ModelClosed {
    pub model: Pubkey,
}

/// A version's account was closed; its entries in the model's log live on.
#[event]
pub struct VersionClosed {
    pub model: Pubkey,
    pub number: u64,
}

/// An attestation's account was closed; its verdict stays in the version's tally.
#[event]
pub struct AttestationClosed {
    pub model_version: Pubkey,
    pub evaluator: Pubkey,
}

/// A version's taints were computed anew.
#[event]
pub struct LineageChecked {
    pub model_version: Pubkey,
    /// The organisation's `lineage_revision` at that time.
    pub revision: u64,
    /// Revoked ancestors found, at most 8.
    pub taints: u8,
}

/// An artifact was registered; until a version links it no log names it.
#[event]
pub struct ArtifactRegistered {
    pub artifact: Pubkey,
    pub dao: Pubkey,
    /// 1 code, 2 evaluation suite.
    pub kind: u8,
    pub digest: [u8; 32],
}

/// An artifact's account was closed.
#[event]
pub struct ArtifactClosed {
    pub artifact: Pubkey,
}

/// A model's history got places for more changes.
#[event]
pub struct HistoryExtended {
    pub history: Pubkey,
    pub places: u16,
}
