use anchor_lang::prelude::*;

use super::{SigningKey, Standing};
use crate::precompile::SIGNATURE;

/// A checked signature over one version. Seeds: `"signature"`, version, signing key.
#[account(zero_copy)]
#[derive(Debug)]
pub struct VersionSignature {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// 1 Ed25519, 2 P-256.
    pub scheme: u8,
    /// What was signed: 0 the encoding of the statement, 1 its SHA-256.
    pub form: u8,
    pub _padding: [u8; 4],
    /// The version.
    pub model_version: Pubkey,
    /// The key.
    pub signing_key: Pubkey,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// The slot in which it was recorded, at which it is judged.
    pub slot: u64,
    /// When it was recorded, unix seconds.
    pub signed_at: i64,
    /// The signature: R and S, or r and s.
    pub signature: [u8; SIGNATURE],
}

impl VersionSignature {
    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();
    /// Over the encoding of the statement.
    pub const WHOLE: u8 = 0;
    /// Over the SHA-256 of the encoding.
    pub const HASH: u8 = 1;

    /// What it is worth by its key as that stands now.
    #[must_use]
    pub fn standing(&self, key: &SigningKey) -> Standing {
        key.standing_at(self.slot)
    }
}
