use anchor_lang::prelude::*;

use super::{ModelVersion, VersionStatus};
use crate::constants::{MAX_NAME, MAX_URI};
use crate::error::AlthingError;

/// A model that an organisation governs. Seeds: `"model"`, dao, SHA-256 of the name.
#[account]
#[derive(InitSpace, Debug)]
pub struct Model {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// The organisation.
    pub dao: Pubkey,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// Who may describe it and register its versions; cannot put one into production.
    pub maintainer: Pubkey,
    /// Whom the maintainer offered the model to; the default key for nobody.
    pub new_maintainer: Pubkey,
    /// The model's audit log.
    pub log: Pubkey,
    /// When it was registered, unix seconds.
    pub created_at: i64,
    /// Versions registered so far; the next one's number is one more.
    pub version_count: u64,
    /// Version accounts that exist.
    pub open_versions: u64,
    /// Number of the version in production; 0 for none.
    pub production: u64,
    /// Account of the version in production; the default key for none.
    pub production_version: Pubkey,
    /// SHA-256 of what `metadata_uri` points at; zeros where there is no URI.
    pub metadata_hash: [u8; 32],
    /// Its name, 1 to 64 bytes, unique within the organisation for ever.
    #[max_len(MAX_NAME)]
    pub name: String,
    /// Where its description is, 0 to 200 bytes.
    #[max_len(MAX_URI)]
    pub metadata_uri: String,
}

impl Model {
    /// Bytes of the account.
    pub const SPACE: usize = Self::DISCRIMINATOR.len().saturating_add(Self::INIT_SPACE);

    /// Passes the number of a new version through. Numbers run from 1 without gaps.
    ///
    /// # Errors
    /// [`AlthingError::WrongVersionNumber`] for any number but the next.
    pub fn require_next(&self, number: u64) -> Result<u64> {
        let next = self
            .version_count
            .checked_add(1)
            .ok_or(AlthingError::Overflow)?;
        ensure_eq!(number, next, AlthingError::WrongVersionNumber);
        Ok(number)
    }

    /// Takes note of a new version, whose number [`Self::require_next`] let through.
    ///
    /// # Errors
    /// [`AlthingError::Overflow`].
    pub fn add_version(&mut self, number: u64) -> Result<()> {
        self.version_count = number;
        self.open_versions = self
            .open_versions
            .checked_add(1)
            .ok_or(AlthingError::Overflow)?;
        Ok(())
    }

    /// Takes note that a version's account is gone.
    ///
    /// # Errors
    /// [`AlthingError::Overflow`] if none was open.
    pub fn forget_version(&mut self) -> Result<()> {
        self.open_versions = self
            .open_versions
            .checked_sub(1)
            .ok_or(AlthingError::Overflow)?;
        Ok(())
    }

    /// Points production at a version.
    pub fn set_production(&mut self, key: Pubkey, number: u64) {
        self.production_version = key;
        self.production = number;
    }

    /// Takes a version out of production, to `Deprecated` or `Revoked`. The pointer is cleared only if
    /// it points at this version.
    ///
    /// # Errors
    /// Where the version is no account of its kind.
    pub fn retire(
        &mut self,
        version: &AccountLoader<ModelVersion>,
        status: VersionStatus,
    ) -> Result<()> {
        version.load_mut()?.set_status(status);
        if self.production_version == version.key() {
            self.set_production(Pubkey::default(), 0);
        }
        Ok(())
    }
}
