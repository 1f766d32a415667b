//! Sharing a flow of tokens by weight, exactly: rewards per unit of weight, added up in Q64.64.
//!
//! Nothing is lost to rounding. What a distribution leaves undivided is carried into the next one, and
//! what a holder is owed below one unit stays with the holder. In Q64.64 units, at all times,
//! `distributed == undivided + Σ (owed + fraction + not yet settled) + paid`.
//!
//! Weight that is added warms up: it counts from the next epoch on. Until then it is pending, and the
//! accumulator keeps a mark of that epoch's first value for holders who settle later.

use anchor_lang::prelude::*;

use super::U128;
use crate::constants::REWARD_MARKS;

/// The value of the accumulator when an epoch's pending weight began to count.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Mark {
    /// The epoch.
    pub epoch: u64,
    /// `Accumulator::per_weight` at its beginning; meaningless while it is still to come.
    pub per_weight: U128,
    /// Holdings that have yet to settle over this mark; the slot is free at zero.
    pub holdings: u32,
    pub _padding: [u8; 4],
}

/// What all holdings share.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Accumulator {
    /// Base units distributed to one unit of weight since the beginning, Q64.64.
    pub per_weight: U128,
    /// Distributed but not yet divisible by the weight, Q0.64 base units.
    pub undivided: u64,
    /// Weight that counts: the sum over the holdings.
    pub weight: u64,
    /// Weight that counts from `pending_epoch` on: the sum over the holdings.
    pub pending: u64,
    /// The epoch from which `pending` counts.
    pub pending_epoch: u64,
    /// Epochs that some holding has yet to settle over, in no order.
    pub marks: [Mark; REWARD_MARKS],
}

/// One holder's part.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Holding {
    /// Weight that counts.
    pub weight: u64,
    /// Weight that counts from `pending_epoch` on.
    pub pending: u64,
    /// The epoch from which `pending` counts.
    pub pending_epoch: u64,
    /// `Accumulator::per_weight` up to which this holding is settled.
    pub per_weight: U128,
    /// Owed, base units.
    pub owed: u64,
    /// Owed below one base unit, Q0.64.
    pub fraction: u64,
}

/// Why weight cannot be added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddError {
    /// Every mark is still needed by a holding that has not settled.
    MarksFull,
    /// A sum of weights does not fit.
    DoesNotFit,
}

type AddResult = core::result::Result<(), AddError>;

impl Accumulator {
    /// Shares out `released` (Q64.64 base units) among the weight that counts, which must not be zero.
    #[must_use]
    pub fn distribute(&mut self, released: u128) -> Option<()> {
        let weight = u128::from(self.weight);
        let sum = released.checked_add(u128::from(self.undivided))?;
        let each = sum.checked_div(weight)?;
        let rest = sum.checked_sub(each.checked_mul(weight)?)?;
        self.per_weight
            .set(self.per_weight.get().checked_add(each)?);
        self.undivided = u64::try_from(rest).ok()?;
        Some(())
    }

    /// Lets the pending weight count from here on, where its epoch has begun.
    #[must_use]
    pub fn promote(&mut self) -> Option<()> {
        if self.pending == 0 {
            return Some(());
        }
        let per_weight = self.per_weight;
        self.mark(self.pending_epoch)?.per_weight = per_weight;
        self.weight = self.weight.checked_add(self.pending)?;
        self.pending = 0;
        Some(())
    }

    /// Brings a holding up to date in `epoch`, up to which this accumulator has been promoted. Returns
    /// whether pending weight of the holding came to count.
    #[must_use]
    pub fn settle(&mut self, holding: &mut Holding, epoch: u64) -> Option<bool> {
        let now = self.per_weight.get();
        let mut earned = share(holding.weight, now, holding.per_weight.get())?;
        let promoted = holding.pending > 0 && holding.pending_epoch <= epoch;
        if promoted {
            let mark = self.mark(holding.pending_epoch)?;
            mark.holdings = mark.holdings.checked_sub(1)?;
            let since = mark.per_weight.get();
            earned = earned.checked_add(share(holding.pending, now, since)?)?;
            holding.weight = holding.weight.checked_add(holding.pending)?;
            holding.pending = 0;
        }
        let earned = earned.checked_add(u128::from(holding.fraction))?;
        holding.owed = holding.owed.checked_add((earned >> 64) as u64)?;
        holding.fraction = earned as u64;
        holding.per_weight = self.per_weight;
        Some(promoted)
    }

    /// Adds weight to a holding that is settled in `epoch`; it counts from the next epoch on.
    ///
    /// # Errors
    /// [`AddError`]; nothing has changed then.
    pub fn add(&mut self, holding: &mut Holding, amount: u64, epoch: u64) -> AddResult {
        if amount == 0 {
            return Ok(());
        }
        let next = epoch.checked_add(1).ok_or(AddError::DoesNotFit)?;
        let pending = self
            .pending
            .checked_add(amount)
            .ok_or(AddError::DoesNotFit)?;
        // The holding's sum is at most this one.
        self.weight
            .checked_add(pending)
            .ok_or(AddError::DoesNotFit)?;
        if holding.pending == 0 {
            self.reserve(next)?;
        }
        self.pending = pending;
        self.pending_epoch = next;
        holding.pending = holding.pending.saturating_add(amount);
        holding.pending_epoch = next;
        Ok(())
    }

    /// Takes weight from a settled holding at once, what is pending first. `None` where it has less.
    #[must_use]
    pub fn remove(&mut self, holding: &mut Holding, amount: u64) -> Option<()> {
        let from_pending = amount.min(holding.pending);
        let from_weight = amount.checked_sub(from_pending)?;
        let weight = holding.weight.checked_sub(from_weight)?;
        if from_pending > 0 {
            self.pending = self.pending.checked_sub(from_pending)?;
            holding.pending = holding.pending.checked_sub(from_pending)?;
            if holding.pending == 0 {
                let mark = self.mark(holding.pending_epoch)?;
                mark.holdings = mark.holdings.checked_sub(1)?;
            }
        }
        self.weight = self.weight.checked_sub(from_weight)?;
        holding.weight = weight;
        Some(())
    }

    fn mark(&mut self, epoch: u64) -> Option<&mut Mark> {
        self.marks
            .iter_mut()
            .find(|mark| mark.epoch == epoch && mark.holdings > 0)
    }

    /// Counts one more holding on the mark of `epoch`.
    fn reserve(&mut self, epoch: u64) -> AddResult {
        if let Some(mark) = self.mark(epoch) {
            mark.holdings = mark.holdings.checked_add(1).ok_or(AddError::DoesNotFit)?;
            return Ok(());
        }
        let free = self
            .marks
            .iter_mut()
            .find(|mark| mark.holdings == 0)
            .ok_or(AddError::MarksFull)?;
        *free = Mark {
            epoch,
            holdings: 1,
            ..Mark::default()
        };
        Ok(())
    }
}

impl Holding {
    /// All its weight, pending or not.
    #[must_use]
    pub fn total_weight(&self) -> u64 {
        // A part of the accumulator's sum, which fits.
        self.weight.saturating_add(self.pending)
    }
}

/// What `weight` has earned between two values of the accumulator, Q64.64. It is part of what was
/// distributed, which is below 2^64 units, so the product fits.
fn share(weight: u64, now: u128, since: u128) -> Option<u128> {
    now.checked_sub(since)?.checked_mul(u128::from(weight))
}

#[cfg(test)]
mod tests;
