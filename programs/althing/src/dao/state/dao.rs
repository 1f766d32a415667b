use anchor_lang::prelude::*;

use super::Config;
use crate::constants::MAX_NAME;
use crate::error::AlthingError;
use crate::math::epoch;

/// An organisation. Seeds: `"dao"`, creator, SHA-256 of the name.
#[account]
#[derive(InitSpace, Debug)]
pub struct Dao {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// Bump of the authority's address.
    pub authority_bump: u8,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// Who founded it; part of its address, without any right afterwards.
    pub creator: Pubkey,
    /// The governance mint: deposits and stakes are in this token.
    pub mint: Pubkey,
    /// `["authority", dao]`: signs for the organisation and owns its treasury.
    pub authority: Pubkey,
    /// The organisation's audit log.
    pub log: Pubkey,
    /// The rules.
    pub config: Config,
    /// When it was founded, unix seconds; epochs count from here.
    pub created_at: i64,
    /// Proposals created so far; the next one's number.
    pub proposal_count: u64,
    /// Chambers created so far; the next one's index.
    pub chamber_count: u8,
    /// Revocations so far of versions that others were made from: each makes what was found of lineages stale.
    pub lineage_revision: u64,
    /// Its name, 1 to 64 bytes.
    #[max_len(MAX_NAME)]
    pub name: String,
}

impl Dao {
    /// Bytes of the account.
    pub const SPACE: usize = Self::DISCRIMINATOR.len().saturating_add(Self::INIT_SPACE);

    /// The epoch that `now` (unix seconds) lies in; the first is 0.
    ///
    /// # Errors
    /// [`AlthingError::ClockBeforeFoundation`].
    pub fn epoch_at(&self, now: i64) -> Result<u64> {
        epoch::epoch_at(self.created_at, self.config.epoch_length, now)
            .ok_or_else(|| AlthingError::ClockBeforeFoundation.into())
    }

    /// The first second of an epoch, unix seconds.
    ///
    /// # Errors
    /// [`AlthingError::Overflow`] for an epoch beyond the end of time.
    pub fn epoch_start(&self, number: u64) -> Result<i64> {
        epoch::epoch_start(self.created_at, self.config.epoch_length, number)
            .ok_or_else(|| AlthingError::Overflow.into())
    }
}
