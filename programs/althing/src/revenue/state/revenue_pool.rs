use anchor_lang::prelude::*;

use crate::constants::{BPS, MAX_DATASETS, MAX_PARENTS, SEED_REVENUE};
use crate::error::AlthingError;
use crate::math::split::{forfeit, split, Share};
use crate::registry::state::model_version::{add, used};
use crate::registry::ModelVersion;

/// Shares of a pool: the treasury, the maintainer, 8 datasets, 4 parents.
pub const SHARES: usize = FIRST_PARENT + MAX_PARENTS;
/// Place of the treasury's share.
pub const TREASURY: usize = 0;
/// Place of the maintainer's share.
pub const MAINTAINER: usize = 1;
/// Place of the first dataset's share.
pub const FIRST_DATASET: usize = 2;
/// Place of the first parent's share.
pub const FIRST_PARENT: usize = FIRST_DATASET + MAX_DATASETS;

/// How revenue is shared, basis points; together 10,000.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct RevenueTable {
    /// The organisation's treasury.
    pub treasury: u16,
    /// The model's maintainer.
    pub maintainer: u16,
    /// The owners of the version's datasets, in the version's order; 0 where it has none.
    pub datasets: [u16; MAX_DATASETS],
    /// The pools of the version's parents, in the version's order; 0 where it has none.
    pub parents: [u16; MAX_PARENTS],
}

impl RevenueTable {
    /// In the order of the shares.
    pub fn all(&self) -> impl Iterator<Item = u16> + '_ {
        let people = [self.treasury, self.maintainer];
        people.into_iter().chain(self.datasets).chain(self.parents)
    }
}

/// What a version earns in one mint. Seeds: `"revenue"`, version, mint.
#[account(zero_copy)]
#[derive(Debug)]
pub struct RevenuePool {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// Used places of `datasets`.
    pub dataset_count: u8,
    /// Used places of `parents`.
    pub parent_count: u8,
    /// Pools of versions made from this one that pass revenue on to it.
    pub children: u32,
    /// The organisation.
    pub dao: Pubkey,
    /// The model.
    pub model: Pubkey,
    /// The version.
    pub model_version: Pubkey,
    /// The mint of the revenue.
    pub mint: Pubkey,
    /// Where the revenue lies.
    pub vault: Pubkey,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// The version's datasets, once its shares were set.
    pub datasets: [Pubkey; MAX_DATASETS],
    /// The pools of the version's parents in the same mint, once its shares were set.
    pub parents: [Pubkey; MAX_PARENTS],
    /// When the version was last promoted before its shares were last set, unix seconds; 0 while they never were.
    pub released_at: i64,
    /// Base units ever deposited, or passed on by pools of the version's children.
    pub deposited: u64,
    /// 0 treasury, 1 maintainer, 2 to 9 datasets, 10 to 13 parents.
    pub shares: [Share; SHARES],
}

impl RevenuePool {
    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// Whether a vote has set its shares. Until then everything is the treasury's.
    #[must_use]
    pub fn is_shared(&self) -> bool {
        self.released_at != 0
    }

    /// The pools of the version's parents.
    #[must_use]
    pub fn parents(&self) -> &[Pubkey] {
        used(&self.parents, self.parent_count)
    }

    /// Replaces the table. What is due already stays due to whom it was. The version was promoted once, and the pools
    /// of its parents are noted ([`Self::add_parent`]).
    ///
    /// # Errors
    /// [`AlthingError::SharesNotWhole`], [`AlthingError::ShareWithoutHolder`].
    pub fn set_table(&mut self, version: &ModelVersion, table: &RevenueTable) -> Result<()> {
        self.released_at = version.promoted_at;
        self.datasets = version.datasets;
        self.dataset_count = version.dataset_count;
        let sum: u32 = table.all().map(u32::from).sum();
        ensure_eq!(sum, u32::from(BPS), AlthingError::SharesNotWhole);
        for (place, bps) in table.all().enumerate() {
            let held = self.has_holder(place);
            ensure!(held || bps == 0, AlthingError::ShareWithoutHolder);
            self.share(place)?.bps = bps;
        }
        Ok(())
    }

    /// Takes note of the pool of the version's next parent.
    ///
    /// # Errors
    /// [`AlthingError::AlreadyLinked`], [`AlthingError::TooManyLinks`]; a version's parents are different ones, and
    /// not more.
    pub fn add_parent(&mut self, pool: Pubkey) -> Result<()> {
        add(&mut self.parents, &mut self.parent_count, pool)
    }

    /// Takes note of a pool that passes revenue on to this one.
    ///
    /// # Errors
    /// [`AlthingError::Overflow`].
    pub fn add_child(&mut self) -> Result<()> {
        let children = self.children.checked_add(1);
        self.children = children.ok_or(AlthingError::Overflow)?;
        Ok(())
    }

    /// Takes note that such a pool is gone.
    ///
    /// # Errors
    /// [`AlthingError::Overflow`] if none was counted.
    pub fn forget_child(&mut self) -> Result<()> {
        let children = self.children.checked_sub(1);
        self.children = children.ok_or(AlthingError::Overflow)?;
        Ok(())
    }

    /// Whether somebody stands at this place.
    #[must_use]
    pub fn has_holder(&self, place: usize) -> bool {
        let datasets = FIRST_DATASET.saturating_add(usize::from(self.dataset_count));
        let parents = FIRST_PARENT.saturating_add(usize::from(self.parent_count));
        place < datasets || (FIRST_PARENT..parents).contains(&place)
    }

    /// The share at a place.
    ///
    /// # Errors
    /// [`AlthingError::RevenuePlaceOutOfBounds`].
    pub fn share(&mut self, place: usize) -> Result<&mut Share> {
        let share = self.shares.get_mut(place);
        share.ok_or_else(|| AlthingError::RevenuePlaceOutOfBounds.into())
    }

    /// Splits what came in.
    ///
    /// # Errors
    /// [`AlthingError::RevenueOverflow`] where all that ever came in would not fit.
    pub fn deposit(&mut self, amount: u64) -> Result<()> {
        let deposited = self.deposited.checked_add(amount);
        self.deposited = deposited.ok_or(AlthingError::RevenueOverflow)?;
        split(&mut self.shares, amount).ok_or_else(|| AlthingError::RevenueOverflow.into())
    }

    /// Takes out what is due to a place.
    ///
    /// # Errors
    /// [`AlthingError::RevenuePlaceOutOfBounds`], [`AlthingError::NoRevenueDue`].
    pub fn take(&mut self, place: usize) -> Result<u64> {
        let amount = self.share(place)?.take().ok_or(AlthingError::Overflow)?;
        ensure!(amount > 0, AlthingError::NoRevenueDue);
        Ok(amount)
    }

    /// Makes what is due to a place the treasury's. Returns how much that is.
    ///
    /// # Errors
    /// [`AlthingError::RevenuePlaceOutOfBounds`], [`AlthingError::NoRevenueDue`].
    pub fn forfeit(&mut self, place: usize) -> Result<u64> {
        let amount = forfeit(&mut self.shares, place, TREASURY);
        let amount = amount.ok_or(AlthingError::RevenuePlaceOutOfBounds)?;
        ensure!(amount > 0, AlthingError::NoRevenueDue);
        Ok(amount)
    }

    /// Whether nothing is due to anybody.
    #[must_use]
    pub fn is_paid_out(&self) -> bool {
        self.shares.iter().all(|share| share.owed == 0)
    }

    /// What its vault's payments are signed with.
    #[must_use]
    pub fn signature(&self) -> RevenueSignature {
        RevenueSignature {
            model_version: self.model_version,
            mint: self.mint,
            bump: [self.bump],
        }
    }
}

/// The seeds of a pool's address, apart from the account: it must not be borrowed while its vault pays.
pub struct RevenueSignature {
    model_version: Pubkey,
    mint: Pubkey,
    bump: [u8; 1],
}

impl RevenueSignature {
    /// The seeds, bump included.
    #[must_use]
    pub fn seeds(&self) -> [&[u8]; 4] {
        [
            SEED_REVENUE,
            self.model_version.as_ref(),
            self.mint.as_ref(),
            &self.bump,
        ]
    }
}

#[cfg(test)]
mod tests;
