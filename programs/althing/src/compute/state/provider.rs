use anchor_lang::prelude::*;

use crate::constants::{MAX_ACCELERATORS, MAX_ENDPOINT, MAX_LABEL};
use crate::error::AlthingError;
use crate::math::bps_ceil;
use crate::math::shares::{split_slash, SharePool, Slash};
use crate::text::{fixed, require_name};

/// An operator's machines and the stake behind them. Seeds: `"provider"`, dao, operator.
#[account(zero_copy)]
#[derive(Debug)]
pub struct Provider {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// `ACTIVE` or `RETIRED`.
    pub status: u8,
    pub _padding: u8,
    /// Accelerators on offer.
    pub accelerators: u16,
    pub _padding_2: [u8; 2],
    /// Stake positions that are open.
    pub positions: u32,
    /// Slashes so far.
    pub offences: u32,
    /// The organisation.
    pub dao: Pubkey,
    /// Who runs the machines.
    pub operator: Pubkey,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// The mint of the stake: the organisation's.
    pub mint: Pubkey,
    /// Where the stake lies.
    pub vault: Pubkey,
    /// Where the machines answer, UTF-8, zero padded.
    pub endpoint: [u8; MAX_ENDPOINT],
    /// Where they stand, UTF-8, zero padded.
    pub region: [u8; MAX_LABEL],
    /// The kind of accelerator, UTF-8, zero padded.
    pub accelerator: [u8; MAX_LABEL],
    /// Price of one accelerator for an hour, base units of the organisation's mint.
    pub price_per_hour: u64,
    /// Stake that counts.
    pub active: SharePool,
    /// Stake on its way out, still liable.
    pub unbonding: SharePool,
    /// The epoch of the latest slash.
    pub slashed_epoch: u64,
    /// Base units slashed in that epoch, as the cap counts them: without dust that went along.
    pub slashed_in_epoch: u64,
    /// All stake at that epoch's first slash, base units: what the cap is a part of.
    pub epoch_opening: u64,
}

/// What a provider says of itself.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct Offer {
    /// Where the machines answer, 1 to 128 bytes.
    pub endpoint: String,
    /// Where they stand, 1 to 32 bytes.
    pub region: String,
    /// The kind of accelerator, 1 to 32 bytes.
    pub accelerator: String,
    /// How many, 1 to 10,000.
    pub accelerators: u16,
    /// Price of one accelerator for an hour, base units of the organisation's mint; may be zero.
    pub price_per_hour: u64,
}

impl Offer {
    /// Checks every bound.
    ///
    /// # Errors
    /// The error that names the field.
    pub fn validate(&self) -> Result<()> {
        require_name(
            &self.endpoint,
            MAX_ENDPOINT,
            AlthingError::EndpointOutOfBounds,
        )?;
        require_name(&self.region, MAX_LABEL, AlthingError::RegionOutOfBounds)?;
        require_name(
            &self.accelerator,
            MAX_LABEL,
            AlthingError::AcceleratorOutOfBounds,
        )?;
        ensure!(
            (1..=MAX_ACCELERATORS).contains(&self.accelerators),
            AlthingError::AcceleratorCountOutOfBounds
        );
        Ok(())
    }
}

impl Provider {
    /// Takes stake.
    pub const ACTIVE: u8 = 0;
    /// Takes no new stake; what is there can leave, and is liable until it has left.
    pub const RETIRED: u8 = 1;

    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// Refuses a provider that has retired.
    ///
    /// # Errors
    /// [`AlthingError::ProviderHasRetired`].
    pub fn require_active(&self) -> Result<()> {
        ensure!(
            self.status == Self::ACTIVE,
            AlthingError::ProviderHasRetired
        );
        Ok(())
    }

    /// Puts an offer that was validated on show.
    ///
    /// # Errors
    /// Those of [`fixed`], never for a valid offer.
    pub fn show(&mut self, offer: &Offer) -> Result<()> {
        self.endpoint = fixed(&offer.endpoint, AlthingError::EndpointOutOfBounds)?;
        self.region = fixed(&offer.region, AlthingError::RegionOutOfBounds)?;
        self.accelerator = fixed(&offer.accelerator, AlthingError::AcceleratorOutOfBounds)?;
        self.accelerators = offer.accelerators;
        self.price_per_hour = offer.price_per_hour;
        Ok(())
    }

    /// Takes `bps` of all stake off the books, rounded up, from active and unbonding stake alike; and the rest
    /// of a pool whose shares have become worthless, see [`SharePool::slash`]. Returns what it took.
    ///
    /// # Errors
    /// [`AlthingError::SlashOutOfBounds`] where `bps` is zero or over `cap_bps`,
    /// [`AlthingError::NothingToSlash`] where nothing is staked, [`AlthingError::SlashOverCap`] where
    /// the epoch's slashes together would take more than `cap_bps` of what was staked at the first.
    pub fn slash(&mut self, bps: u16, cap_bps: u16, epoch: u64) -> Result<Slash> {
        ensure!((1..=cap_bps).contains(&bps), AlthingError::SlashOutOfBounds);
        let slash = split_slash(self.active.assets, self.unbonding.assets, bps)
            .ok_or(AlthingError::Overflow)?;
        let amount = slash.total().ok_or(AlthingError::Overflow)?;
        ensure!(amount > 0, AlthingError::NothingToSlash);

        if self.slashed_in_epoch == 0 || self.slashed_epoch != epoch {
            self.slashed_epoch = epoch;
            self.slashed_in_epoch = 0;
            self.epoch_opening = self
                .active
                .assets
                .checked_add(self.unbonding.assets)
                .ok_or(AlthingError::Overflow)?;
        }
        let slashed = self
            .slashed_in_epoch
            .checked_add(amount)
            .ok_or(AlthingError::Overflow)?;
        let cap = bps_ceil(self.epoch_opening, cap_bps).ok_or(AlthingError::Overflow)?;
        ensure!(slashed <= cap, AlthingError::SlashOverCap);
        self.slashed_in_epoch = slashed;

        let taken = Slash {
            active: self
                .active
                .slash(slash.active)
                .ok_or(AlthingError::Overflow)?,
            unbonding: self
                .unbonding
                .slash(slash.unbonding)
                .ok_or(AlthingError::Overflow)?,
        };
        self.offences = self.offences.saturating_add(1);
        Ok(taken)
    }

    /// Whether nothing is left of it but itself.
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.status == Self::RETIRED
            && self.positions == 0
            && self.active.assets == 0
            && self.unbonding.assets == 0
    }
}

#[cfg(test)]
mod tests;
