use anchor_lang::prelude::*;

use super::Checkpoints;
use crate::error::AlthingError;
use crate::math::isqrt;

/// A body of members. Seeds: `"chamber"`, dao, index (one byte).
#[account(zero_copy)]
#[derive(Debug)]
pub struct Chamber {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// Its place among the organisation's chambers.
    pub index: u8,
    /// Who sits in it: one of the `KIND_` constants.
    pub kind: u8,
    /// How an amount becomes weight: `LINEAR` or `SQUARE_ROOT`.
    pub weighting: u8,
    pub _padding: [u8; 3],
    /// The organisation.
    pub dao: Pubkey,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// The mint of its deposits; the default key where weights are granted.
    pub mint: Pubkey,
    /// Where its deposits lie; the default key where weights are granted.
    pub vault: Pubkey,
    /// What the vault owes to seats: deposits and pending withdrawals, base units.
    pub deposited: u64,
    /// Seats that exist.
    pub seats: u64,
    /// The sum of its seats' weights, epoch by epoch.
    pub total: Checkpoints,
}

impl Chamber {
    /// Members who deposit the governance token.
    pub const KIND_TOKEN_HOLDERS: u8 = 0;
    /// Providers, by stake. No instruction feeds such a chamber yet.
    pub const KIND_PROVIDERS: u8 = 1;
    /// Evaluators, appointed by vote.
    pub const KIND_EVALUATORS: u8 = 2;
    /// Citizens, admitted by vote.
    pub const KIND_CITIZENS: u8 = 3;

    /// Weight is the amount.
    pub const LINEAR: u8 = 0;
    /// Weight is the amount's integer square root.
    pub const SQUARE_ROOT: u8 = 1;

    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// The weight of an amount (deposited base units, or granted points).
    #[must_use]
    pub fn weight_of(&self, amount: u64) -> u64 {
        if self.weighting == Self::SQUARE_ROOT {
            isqrt(amount)
        } else {
            amount
        }
    }

    /// Replaces one seat's share of the total, from the epoch after `epoch` on.
    ///
    /// # Errors
    /// [`AlthingError::Overflow`] where the total would exceed 2^64 - 1.
    pub fn change_total(&mut self, epoch: u64, old_weight: u64, new_weight: u64) -> Result<()> {
        let total = self
            .total
            .latest()
            .checked_sub(old_weight)
            .and_then(|others| others.checked_add(new_weight))
            .ok_or(AlthingError::Overflow)?;
        self.total.set_from_next(epoch, total);
        Ok(())
    }
}
