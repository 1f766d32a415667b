use anchor_lang::prelude::*;

use crate::error::AlthingError;
use crate::math::accumulator::{Accumulator, AddError, Holding};
use crate::math::epoch;
use crate::math::stream::Stream;

/// Funds for the holders of weight in one subject. Seeds: `"rewards"`, dao, subject.
#[account(zero_copy)]
#[derive(Debug)]
pub struct RewardPool {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    pub _padding: [u8; 2],
    /// Positions that are open.
    pub positions: u32,
    /// The organisation.
    pub dao: Pubkey,
    /// The address whose weights share the rewards, such as a provider.
    pub subject: Pubkey,
    /// The mint of the rewards.
    pub mint: Pubkey,
    /// Where the rewards lie.
    pub vault: Pubkey,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// When the organisation's epoch 0 began, unix seconds. Copied, with the epoch length, because
    /// neither ever changes: settling then needs no other account.
    pub epoch_zero: i64,
    /// The organisation's epoch length, seconds.
    pub epoch_length: i64,
    /// What each funding is spread over, seconds.
    pub window: i64,
    /// Up to when this pool is settled, unix seconds.
    pub last: i64,
    /// Base units ever funded.
    pub funded: u64,
    /// Base units ever paid out.
    pub paid: u64,
    /// What is yet to flow.
    pub stream: Stream,
    /// How what has flowed is shared.
    pub accumulator: Accumulator,
}

impl RewardPool {
    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// Lets flow what has flowed until `clock` (unix seconds), at the weights that counted when, and
    /// returns the epoch. A clock that stands still or goes back changes nothing.
    ///
    /// # Errors
    /// [`AlthingError::Overflow`], never while the invariants hold.
    pub fn settle(&mut self, clock: i64) -> Result<u64> {
        let now = clock.max(self.last);
        let epoch = self.epoch_at(now)?;
        let begun = self.accumulator.pending > 0 && self.accumulator.pending_epoch <= epoch;
        if begun {
            let boundary = self.epoch_start(self.accumulator.pending_epoch)?;
            self.flow_until(boundary)?;
            self.accumulator.promote().ok_or(AlthingError::Overflow)?;
        }
        self.flow_until(now)?;
        Ok(epoch)
    }

    /// Settles the pool and one of its holdings. Returns the epoch, and whether weight of the holding
    /// came to count.
    ///
    /// # Errors
    /// [`AlthingError::Overflow`], never while the invariants hold.
    pub fn settle_holding(&mut self, holding: &mut Holding, clock: i64) -> Result<(u64, bool)> {
        let epoch = self.settle(clock)?;
        let promoted = self
            .accumulator
            .settle(holding, epoch)
            .ok_or(AlthingError::Overflow)?;
        Ok((epoch, promoted))
    }

    /// Changes a holding's weight: keeps `kept` of what it has, then adds `added`. The one way that
    /// weights change.
    ///
    /// # Errors
    /// [`AlthingError::RewardMarksFull`] where weight is added and no mark is free;
    /// [`AlthingError::Overflow`] where it has less than `kept`, or the weights' sum does not fit.
    pub fn feed(&mut self, holding: &mut Holding, kept: u64, added: u64, clock: i64) -> Result<()> {
        let (epoch, _) = self.settle_holding(holding, clock)?;
        let removed = holding
            .total_weight()
            .checked_sub(kept)
            .ok_or(AlthingError::Overflow)?;
        self.accumulator
            .remove(holding, removed)
            .ok_or(AlthingError::Overflow)?;
        self.accumulator
            .add(holding, added, epoch)
            .map_err(|error| match error {
                AddError::MarksFull => AlthingError::RewardMarksFull,
                AddError::DoesNotFit => AlthingError::Overflow,
            })?;
        Ok(())
    }

    /// Adds `amount` base units to the stream.
    ///
    /// # Errors
    /// [`AlthingError::FundingOverflow`] where the pool's lifetime funding would not fit.
    pub fn fund(&mut self, amount: u64, clock: i64) -> Result<()> {
        self.settle(clock)?;
        self.funded = self
            .funded
            .checked_add(amount)
            .ok_or(AlthingError::FundingOverflow)?;
        self.stream
            .fund(amount, self.window.unsigned_abs())
            .ok_or(AlthingError::Overflow)?;
        Ok(())
    }

    /// Takes what a settled holding is owed, base units, off the books.
    ///
    /// # Errors
    /// [`AlthingError::Overflow`], never while the invariants hold.
    pub fn take_owed(&mut self, holding: &mut Holding) -> Result<u64> {
        let owed = holding.owed;
        self.paid = self.paid.checked_add(owed).ok_or(AlthingError::Overflow)?;
        holding.owed = 0;
        Ok(owed)
    }

    /// Whether it was funded, all of it has flowed, and nobody has a part in it any more.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.funded > 0 && self.stream.time_left == 0 && self.positions == 0
    }

    fn flow_until(&mut self, time: i64) -> Result<()> {
        let seconds = time.saturating_sub(self.last);
        if seconds <= 0 {
            return Ok(());
        }
        self.last = time;
        if self.accumulator.weight == 0 {
            return Ok(());
        }
        self.stream
            .release(seconds.unsigned_abs())
            .and_then(|released| self.accumulator.distribute(released))
            .ok_or_else(|| AlthingError::Overflow.into())
    }

    fn epoch_at(&self, time: i64) -> Result<u64> {
        epoch::epoch_at(self.epoch_zero, self.epoch_length, time)
            .ok_or_else(|| AlthingError::Overflow.into())
    }

    fn epoch_start(&self, number: u64) -> Result<i64> {
        epoch::epoch_start(self.epoch_zero, self.epoch_length, number)
            .ok_or_else(|| AlthingError::Overflow.into())
    }
}

#[cfg(test)]
mod tests;
