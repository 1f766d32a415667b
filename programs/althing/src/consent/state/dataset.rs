use anchor_lang::prelude::*;

use crate::constants::MAX_URI;
use crate::error::AlthingError;

/// Data that somebody answers for. Seeds: `"dataset"`, dao, digest.
#[account(zero_copy)]
#[derive(Debug)]
pub struct Dataset {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    pub _padding: [u8; 2],
    /// Grant accounts that exist.
    pub open_grants: u32,
    /// The organisation.
    pub dao: Pubkey,
    /// The organisation's audit log.
    pub log: Pubkey,
    /// Who grants its use: a person, or the organisation's authority.
    pub owner: Pubkey,
    /// Whom the owner has offered it to; the default key for nobody.
    pub new_owner: Pubkey,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// The mint in which the prices of later grants are paid; the default key for none, where all are free.
    pub mint: Pubkey,
    /// SHA-256 of the data, or the root of a Merkle tree over it.
    pub digest: [u8; 32],
    /// SHA-256 of what `uri` points at; zeros where there is no URI.
    pub metadata_hash: [u8; 32],
    /// When it was registered, unix seconds.
    pub created_at: i64,
    /// Grants ever offered.
    pub grant_count: u64,
    /// Where its description (the data card) is: UTF-8, zero padded.
    pub uri: [u8; MAX_URI],
}

impl Dataset {
    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// Takes note of a new grant.
    ///
    /// # Errors
    /// [`AlthingError::Overflow`].
    pub fn add_grant(&mut self) -> Result<()> {
        let (open, count) = (
            self.open_grants.checked_add(1),
            self.grant_count.checked_add(1),
        );
        self.open_grants = open.ok_or(AlthingError::Overflow)?;
        self.grant_count = count.ok_or(AlthingError::Overflow)?;
        Ok(())
    }

    /// Takes note that a grant's account is gone.
    ///
    /// # Errors
    /// [`AlthingError::Overflow`] if none was open.
    pub fn forget_grant(&mut self) -> Result<()> {
        let open = self.open_grants.checked_sub(1);
        self.open_grants = open.ok_or(AlthingError::Overflow)?;
        Ok(())
    }
}
