use anchor_lang::prelude::*;

use crate::constants::MAX_ORIGIN;
use crate::error::AlthingError;

/// A log that an organisation's witnesses watch. Seeds: `"witnessed"`, witness set, log.
#[account(zero_copy)]
#[derive(Debug)]
pub struct WitnessedLog {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// Bytes of the origin.
    pub origin_length: u8,
    /// 1 once the authority has ended the witnessing while there were checkpoints.
    pub ending: u8,
    pub _padding: [u8; 4],
    /// The organisation.
    pub dao: Pubkey,
    /// Its witnesses.
    pub witness_set: Pubkey,
    /// The log.
    pub audit_log: Pubkey,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// Name of the log in its checkpoints, UTF-8, zero padded.
    pub origin: [u8; MAX_ORIGIN],
    /// Checkpoints that exist.
    pub checkpoints: u64,
    /// Leaves of the largest tree that a quorum has signed; 0 for none.
    pub latest_size: u64,
    /// Its root.
    pub latest_root: [u8; 32],
    /// The slot in which the quorum was reached.
    pub latest_slot: u64,
}

impl WitnessedLog {
    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// The origin's bytes.
    #[must_use]
    pub fn origin(&self) -> &[u8] {
        let origin = self.origin.get(..usize::from(self.origin_length));
        origin.unwrap_or_default()
    }

    /// Whether the authority has ended the witnessing.
    #[must_use]
    pub const fn is_ending(&self) -> bool {
        self.ending == 1
    }

    /// Refuses a log whose witnessing was ended.
    ///
    /// # Errors
    /// [`AlthingError::WitnessingEnded`].
    pub fn require_witnessed(&self) -> Result<()> {
        ensure!(!self.is_ending(), AlthingError::WitnessingEnded);
        Ok(())
    }

    /// Takes note that a quorum has signed a tree.
    pub fn note_witnessed(&mut self, size: u64, root: [u8; 32], slot: u64) {
        if size > self.latest_size {
            self.latest_size = size;
            self.latest_root = root;
            self.latest_slot = slot;
        }
    }

    /// Takes note of a checkpoint.
    ///
    /// # Errors
    /// [`AlthingError::Overflow`].
    pub fn count_checkpoint(&mut self) -> Result<()> {
        let checkpoints = self.checkpoints.checked_add(1);
        self.checkpoints = checkpoints.ok_or(AlthingError::Overflow)?;
        Ok(())
    }

    /// Takes note that a checkpoint's account is gone.
    ///
    /// # Errors
    /// [`AlthingError::Overflow`] if there was none.
    pub fn forget_checkpoint(&mut self) -> Result<()> {
        let checkpoints = self.checkpoints.checked_sub(1);
        self.checkpoints = checkpoints.ok_or(AlthingError::Overflow)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_largest_tree_stays_the_latest() {
        let mut log: WitnessedLog = bytemuck::Zeroable::zeroed();
        log.note_witnessed(5, [5; 32], 50);
        for (size, slot) in [(4, 60), (5, 70)] {
            log.note_witnessed(size, [9; 32], slot);
            assert_eq!(
                (log.latest_size, log.latest_root, log.latest_slot),
                (5, [5; 32], 50)
            );
        }
        log.note_witnessed(6, [6; 32], 80);
        assert_eq!((log.latest_size, log.latest_slot), (6, 80));
    }

    #[test]
    fn checkpoints_are_not_counted_below_zero() {
        let mut log: WitnessedLog = bytemuck::Zeroable::zeroed();
        assert!(log.forget_checkpoint().is_err());
        log.count_checkpoint().unwrap();
        log.forget_checkpoint().unwrap();
    }
}
