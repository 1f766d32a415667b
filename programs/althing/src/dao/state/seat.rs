use anchor_lang::prelude::*;

use super::{Chamber, Checkpoints};

/// One holder's place in one chamber. Seeds: `"seat"`, chamber, holder.
#[account(zero_copy)]
#[derive(Debug)]
pub struct Seat {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    pub _padding: [u8; 6],
    /// The organisation.
    pub dao: Pubkey,
    /// The chamber.
    pub chamber: Pubkey,
    /// Whose seat it is.
    pub holder: Pubkey,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// Base units on deposit (or points granted), which make the weight.
    pub deposited: u64,
    /// Base units on their way out; without weight.
    pub withdrawing: u64,
    /// When `withdrawing` can be taken, unix seconds.
    pub withdrawable_at: i64,
    /// The seat's weight, epoch by epoch.
    pub weight: Checkpoints,
}

impl Seat {
    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// The weight that counts at `epoch`.
    ///
    /// # Errors
    /// [`crate::error::AlthingError::CheckpointOverwritten`] where later changes have overwritten it.
    pub fn weight_at(&self, epoch: u64) -> Result<u64> {
        self.weight.weight_at(epoch)
    }

    /// Replaces what the seat holds, and with it the seat's weight and the chamber's total from the
    /// epoch after `epoch` on. The one way that weights change.
    ///
    /// # Errors
    /// [`crate::error::AlthingError::Overflow`] where the chamber's total would not fit.
    pub fn feed(&mut self, chamber: &mut Chamber, epoch: u64, amount: u64) -> Result<()> {
        let weight = chamber.weight_of(amount);
        chamber.change_total(epoch, self.weight.latest(), weight)?;
        self.weight.set_from_next(epoch, weight);
        self.deposited = amount;
        Ok(())
    }
}
