use anchor_lang::prelude::*;

use crate::constants::{ACCOUNT_VERSION, LOG_LEVELS};
use crate::error::AlthingError;
use crate::math::merkle::{self, GrowError, Hash};

/// A log. Seeds: `"log"`, subject.
#[account(zero_copy)]
#[derive(Debug)]
pub struct AuditLog {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    pub _padding: [u8; 6],
    /// What the log is about: an organisation, a model, or a key that signed for its creation.
    pub subject: Pubkey,
    /// Who may append; the default key for a governed log, which the program alone writes.
    pub writer: Pubkey,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// Leaves.
    pub size: u64,
    /// The RFC 6962 root of all leaves.
    pub root: Hash,
    /// Slot of the last append.
    pub slot: u64,
    /// Roots of the perfect subtrees, see [`crate::math::merkle`].
    pub frontier: [Hash; LOG_LEVELS],
}

impl AuditLog {
    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// Makes a fresh account the empty log of `subject`.
    pub fn initialise(&mut self, bump: u8, subject: Pubkey, writer: Pubkey, payer: Pubkey) {
        // Field by field: a whole value with its frontier would fill a third of the stack frame. The
        // account is fresh, so what is not set here is zero.
        self.version = ACCOUNT_VERSION;
        self.bump = bump;
        self.subject = subject;
        self.writer = writer;
        self.payer = payer;
        self.root = merkle::empty_root();
    }

    /// Appends one leaf and returns its index.
    ///
    /// # Errors
    /// [`AlthingError::LogFull`].
    pub fn append_leaf(&mut self, leaf: Hash, slot: u64) -> Result<u64> {
        let index = self.size;
        self.grow(0, leaf)?;
        self.seal(slot);
        Ok(index)
    }

    /// Appends the root of a perfect subtree of `2^level` leaves. [`Self::seal`] must follow.
    ///
    /// # Errors
    /// [`AlthingError::SubtreeDoesNotFit`], [`AlthingError::LogFull`].
    pub fn grow(&mut self, level: u8, root: Hash) -> Result<()> {
        self.size =
            merkle::grow(&mut self.frontier, self.size, level, root).map_err(
                |error| match error {
                    GrowError::DoesNotFit => AlthingError::SubtreeDoesNotFit,
                    GrowError::Full => AlthingError::LogFull,
                },
            )?;
        Ok(())
    }

    /// Brings the root up to date with the frontier.
    pub fn seal(&mut self, slot: u64) {
        self.root = merkle::root(&self.frontier, self.size);
        self.slot = slot;
    }
}
