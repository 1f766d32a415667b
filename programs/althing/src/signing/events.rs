//! Closings. Every other change of this room but those of statements is an entry of a model's log.

use anchor_lang::prelude::*;

/// A key's account was closed.
#[event]
pub struct SigningKeyClosed {
    pub model: Pubkey,
    pub signing_key: Pubkey,
}

/// The account of a signature over a closed version was closed; its entry in the model's log lives on.
#[event]
pub struct VersionSignatureClosed {
    pub model_version: Pubkey,
    pub signing_key: Pubkey,
}
