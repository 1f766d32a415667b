use anchor_lang::prelude::*;

use crate::constants::{MAX_CHECKPOINT_INTERVAL, MAX_ORIGIN, MIN_CHECKPOINT_INTERVAL};
use crate::error::AlthingError;
use crate::math::shares::{split_amount, Slash};
use crate::math::{bps_ceil, U128};

/// The stake behind one log. Seeds: `"bond"`, audit log.
#[account(zero_copy)]
#[derive(Debug)]
pub struct LogBond {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// Bytes of the origin.
    pub origin_length: u8,
    pub _padding: u8,
    /// Questions about the log that are not settled.
    pub open_questions: u32,
    /// Who writes the log and answers for it.
    pub operator: Pubkey,
    /// The organisation.
    pub dao: Pubkey,
    /// The log.
    pub audit_log: Pubkey,
    /// The mint of the stake: the organisation's.
    pub mint: Pubkey,
    /// Where the stake lies.
    pub vault: Pubkey,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// Ed25519 key that signs the log's checkpoints.
    pub signing_key: [u8; 32],
    /// Name of the log in its checkpoints, UTF-8, zero padded.
    pub origin: [u8; MAX_ORIGIN],
    /// Stake that counts, base units.
    pub amount: u64,
    /// Stake on its way out, still liable, base units.
    pub unbonding: u64,
    /// When `unbonding` can be withdrawn, unix seconds.
    pub available_at: i64,
    /// The most that open questions can cost, base units.
    pub at_stake: U128,
    /// Slots within which the next checkpoint is promised.
    pub checkpoint_interval: u64,
    /// The slot from which the interval is counted.
    pub last_checkpoint_slot: u64,
    /// Leaves of the log then.
    pub checkpoint_size: u64,
    /// Base units slashed so far.
    pub slashed: u64,
    /// The epoch of the latest slash by vote.
    pub slashed_epoch: u64,
    /// Base units slashed by votes in that epoch.
    pub slashed_in_epoch: u64,
    /// All stake at that epoch's first slash by vote, base units: what the cap is a part of.
    pub epoch_opening: u64,
    /// When it was opened, unix seconds.
    pub opened_at: i64,
    /// How long what is asked back stays: the organisation's cooldown when the bond was opened, seconds.
    pub cooldown: i64,
}

/// Refuses a name that a signed note could not carry.
///
/// # Errors
/// [`AlthingError::OriginOutOfBounds`].
pub fn require_origin(origin: &str) -> Result<()> {
    let allowed = |c: char| !c.is_whitespace() && !c.is_control() && c != '+';
    ensure!(
        !origin.is_empty() && origin.len() <= MAX_ORIGIN && origin.chars().all(allowed),
        AlthingError::OriginOutOfBounds
    );
    Ok(())
}

/// Refuses an interval out of bounds.
///
/// # Errors
/// [`AlthingError::CheckpointIntervalOutOfBounds`].
pub fn require_interval(slots: u64) -> Result<()> {
    ensure!(
        (MIN_CHECKPOINT_INTERVAL..=MAX_CHECKPOINT_INTERVAL).contains(&slots),
        AlthingError::CheckpointIntervalOutOfBounds
    );
    Ok(())
}

impl LogBond {
    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// The origin's bytes.
    #[must_use]
    pub fn origin(&self) -> &[u8] {
        let origin = self.origin.get(..usize::from(self.origin_length));
        origin.unwrap_or_default()
    }

    /// All that can be slashed, base units.
    ///
    /// # Errors
    /// [`AlthingError::Overflow`], never while the books are right.
    pub fn total(&self) -> Result<u64> {
        self.amount
            .checked_add(self.unbonding)
            .ok_or_else(|| AlthingError::Overflow.into())
    }

    /// `bps` of all stake, rounded up, base units.
    ///
    /// # Errors
    /// [`AlthingError::Overflow`].
    pub fn part(&self, bps: u16) -> Result<u64> {
        bps_ceil(self.total()?, bps).ok_or_else(|| AlthingError::Overflow.into())
    }

    /// Refuses a bond that answers for nothing new: all of it has been asked back, and the cooldown is over.
    ///
    /// # Errors
    /// [`AlthingError::BondReleased`].
    pub fn require_liable(&self, now: i64) -> Result<()> {
        let leaving = self.amount == 0;
        ensure!(
            !leaving || (self.unbonding > 0 && now < self.available_at),
            AlthingError::BondReleased
        );
        Ok(())
    }

    /// Whether the promised checkpoint is missing in `slot`.
    #[must_use]
    pub fn is_overdue(&self, slot: u64) -> bool {
        slot > self
            .last_checkpoint_slot
            .saturating_add(self.checkpoint_interval)
    }

    /// Counts the interval from `slot` on.
    pub fn note_checkpoint(&mut self, slot: u64, size: u64) {
        self.last_checkpoint_slot = slot;
        self.checkpoint_size = size;
    }

    /// Takes `amount` off the books, or what is left where that is less, from what counts and from what is
    /// on its way out alike.
    ///
    /// # Errors
    /// [`AlthingError::BondIsEmpty`] where nothing is left.
    pub(crate) fn take(&mut self, amount: u64) -> Result<Slash> {
        let total = self.total()?;
        ensure!(total > 0, AlthingError::BondIsEmpty);
        let taken = split_amount(self.amount, self.unbonding, amount.min(total))
            .ok_or(AlthingError::Overflow)?;
        self.amount = self
            .amount
            .checked_sub(taken.active)
            .ok_or(AlthingError::Overflow)?;
        self.unbonding = self
            .unbonding
            .checked_sub(taken.unbonding)
            .ok_or(AlthingError::Overflow)?;
        let slashed = taken.total().ok_or(AlthingError::Overflow)?;
        self.slashed = self.slashed.saturating_add(slashed);
        Ok(taken)
    }

    /// What a vote for `bps` of all stake takes, rounded up, base units; counted against the epoch's cap.
    ///
    /// # Errors
    /// [`AlthingError::SlashOutOfBounds`] where `bps` is zero or over `cap_bps`,
    /// [`AlthingError::BondIsEmpty`], [`AlthingError::SlashOverCap`] where the epoch's votes together would
    /// take more than `cap_bps` of what was bonded at the first.
    pub(crate) fn cut_by_vote(&mut self, bps: u16, cap_bps: u16, epoch: u64) -> Result<u64> {
        ensure!((1..=cap_bps).contains(&bps), AlthingError::SlashOutOfBounds);
        let cut = self.part(bps)?;
        ensure!(cut > 0, AlthingError::BondIsEmpty);
        if self.slashed_in_epoch == 0 || self.slashed_epoch != epoch {
            self.slashed_epoch = epoch;
            self.slashed_in_epoch = 0;
            self.epoch_opening = self.total()?;
        }
        let slashed = self
            .slashed_in_epoch
            .checked_add(cut)
            .ok_or(AlthingError::Overflow)?;
        let cap = bps_ceil(self.epoch_opening, cap_bps).ok_or(AlthingError::Overflow)?;
        ensure!(slashed <= cap, AlthingError::SlashOverCap);
        self.slashed_in_epoch = slashed;
        Ok(cut)
    }

    /// What can be withdrawn now: of what is on its way out, all that is not needed to cover open questions.
    ///
    /// # Errors
    /// [`AlthingError::NothingUnbonding`], [`AlthingError::BondCooldownNotOver`],
    /// [`AlthingError::BondAtStake`] where open questions need all of it.
    pub fn withdrawable(&self, now: i64) -> Result<u64> {
        ensure!(self.unbonding > 0, AlthingError::NothingUnbonding);
        ensure!(now >= self.available_at, AlthingError::BondCooldownNotOver);
        let free = u128::from(self.total()?).saturating_sub(self.at_stake.get());
        let payable = u64::try_from(free).map_or(self.unbonding, |free| free.min(self.unbonding));
        ensure!(payable > 0, AlthingError::BondAtStake);
        Ok(payable)
    }

    /// Whether nothing is left of it but itself.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.amount == 0 && self.unbonding == 0 && self.open_questions == 0
    }
}

#[cfg(test)]
mod tests;
