use anchor_lang::prelude::*;

use super::GrantTerms;
use crate::constants::SEED_GRANT;
use crate::error::AlthingError;
use crate::math::meter::Meter;

/// Consent to one purpose of one model. Seeds: `"grant"`, dataset, model, purpose (1 byte).
///
/// ```text
/// Offered ──accept──▶ Active ──revoke──▶ Revoked
///    `─close              `────end────▶ Ended      (a grant may also expire, which is not written anywhere)
/// ```
#[account(zero_copy)]
#[derive(Debug)]
pub struct Grant {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// What the data may be used for: 0 train, 1 fine-tune, 2 evaluate, 3 retrieve, 4 align, 5 distill.
    pub purpose: u8,
    /// 0 offered, 1 active, 2 revoked, 3 ended.
    pub state: u8,
    /// 0 free, 1 once, 2 per use, 3 streamed; see [`GrantTerms`], also for the fields of the same names.
    pub price_kind: u8,
    pub _padding: [u8; 3],
    /// The dataset.
    pub dataset: Pubkey,
    /// The model.
    pub model: Pubkey,
    /// Who accepted it; before, who may.
    pub licensee: Pubkey,
    /// The organisation's audit log.
    pub log: Pubkey,
    /// The mint in which it is paid; the default key for a free grant.
    pub mint: Pubkey,
    /// Where what was paid lies; the default key for a free grant.
    pub vault: Pubkey,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// Base units: the whole price, for one use, or for each `period`.
    pub price: u64,
    /// Seconds that the price is for, or in which it accrues.
    pub period: u64,
    /// From when the data may be used, unix seconds.
    pub starts_at: i64,
    /// From when it may no longer be used, unix seconds; 0 for never.
    pub expires_at: i64,
    /// How often it may be used; 0 for any number of times.
    pub use_cap: u64,
    /// How often it was used.
    pub uses: u64,
    /// When it was accepted, unix seconds; 0 for not yet.
    pub accepted_at: i64,
    /// When it was revoked or ended, unix seconds; 0 for not yet.
    pub ended_at: i64,
    /// Base units ever paid in.
    pub funded: u64,
    /// Base units ever paid to the dataset's owner.
    pub claimed: u64,
    /// Base units ever paid back to the licensee.
    pub refunded: u64,
    /// What is prepaid, and what has accrued.
    pub meter: Meter,
}

impl Grant {
    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();

    pub const OFFERED: u8 = 0;
    pub const ACTIVE: u8 = 1;
    pub const REVOKED: u8 = 2;
    pub const ENDED: u8 = 3;

    pub const TRAIN: u8 = 0;
    pub const FINE_TUNE: u8 = 1;
    pub const EVALUATE: u8 = 2;
    /// To look things up at inference.
    pub const RETRIEVE: u8 = 3;
    /// To teach preferences and behaviour.
    pub const ALIGN: u8 = 4;
    /// To make synthetic data.
    pub const DISTILL: u8 = 5;

    /// Passes the number of a purpose through.
    ///
    /// # Errors
    /// [`AlthingError::PurposeUnknown`].
    pub fn require_purpose(purpose: u8) -> Result<u8> {
        ensure!(purpose <= Self::DISTILL, AlthingError::PurposeUnknown);
        Ok(purpose)
    }

    /// What it was offered on.
    #[must_use]
    pub fn terms(&self) -> GrantTerms {
        GrantTerms {
            price_kind: self.price_kind,
            price: self.price,
            period: self.period,
            starts_at: self.starts_at,
            expires_at: self.expires_at,
            use_cap: self.use_cap,
        }
    }

    /// Whether its term is over.
    #[must_use]
    pub fn is_expired(&self, now: i64) -> bool {
        self.expires_at != 0 && now >= self.expires_at
    }

    fn is_used_up(&self) -> bool {
        self.use_cap != 0 && self.uses >= self.use_cap
    }

    /// Counts what has accrued until `now` (unix seconds). Nothing accrues before the start, after the end, or
    /// while all uses are used; a price paid once has accrued entirely by then.
    ///
    /// # Errors
    /// [`AlthingError::Overflow`], never while the invariants hold.
    pub fn settle(&mut self, now: i64) -> Result<()> {
        if self.state != Self::ACTIVE {
            return Ok(());
        }
        let over = self.is_expired(now) || self.is_used_up();
        let settled = match self.price_kind {
            GrantTerms::ONCE if over || (self.period == 0 && now >= self.starts_at) => {
                self.meter.drain()
            }
            GrantTerms::ONCE if self.period > 0 => self.meter.run(now, self.price, self.period),
            GrantTerms::STREAMED if self.is_used_up() => {
                self.meter.skip(now);
                Some(())
            }
            GrantTerms::STREAMED => {
                let until = if over { self.expires_at } else { now };
                self.meter.run(until, self.price, self.period)
            }
            _ => Some(()),
        };
        settled.ok_or_else(|| AlthingError::Overflow.into())
    }

    /// What is in the way of a use now: [`AlthingError::GrantNotAccepted`], [`AlthingError::GrantRevoked`],
    /// [`AlthingError::GrantNotStarted`], [`AlthingError::GrantExpired`], [`AlthingError::GrantExhausted`], or
    /// [`AlthingError::GrantUnpaid`] where a streamed grant has nothing prepaid any more.
    #[must_use]
    pub fn problem(&self, now: i64) -> Option<AlthingError> {
        match self.state {
            Self::ACTIVE => {}
            Self::OFFERED => return Some(AlthingError::GrantNotAccepted),
            _ => return Some(AlthingError::GrantRevoked),
        }
        if now < self.starts_at {
            return Some(AlthingError::GrantNotStarted);
        }
        if self.is_expired(now) {
            return Some(AlthingError::GrantExpired);
        }
        if self.is_used_up() {
            return Some(AlthingError::GrantExhausted);
        }
        if self.price_kind == GrantTerms::STREAMED {
            let mut meter = self.meter;
            let run = meter.run(now, self.price, self.period);
            if run.is_none() || meter.prepaid == 0 {
                return Some(AlthingError::GrantUnpaid);
            }
        }
        None
    }

    /// What is in the way of putting into production now what was made from the data. As [`Self::problem`], but what
    /// was made is made: a use that was recorded is enough, also where none is left. And it is paid for, else
    /// [`AlthingError::GrantUnpaid`]: per use, one was recorded (which pays) or is prepaid; streamed, the price of the
    /// period ahead is prepaid.
    #[must_use]
    pub fn promotion_problem(&self, now: i64) -> Option<AlthingError> {
        self.release_problem(now, self.price)
    }

    /// What is in the way of keeping in production what was made from the data: as [`Self::promotion_problem`], but a
    /// stream is paid for while anything is prepaid.
    #[must_use]
    pub fn production_problem(&self, now: i64) -> Option<AlthingError> {
        self.release_problem(now, 1)
    }

    /// `least` is what of a stream must be prepaid.
    fn release_problem(&self, now: i64, least: u64) -> Option<AlthingError> {
        let problem = self.problem(now);
        let used_up = matches!(problem, Some(AlthingError::GrantExhausted));
        if problem.is_some() && !used_up {
            return problem;
        }
        let mut meter = self.meter;
        let paid = match self.price_kind {
            GrantTerms::PER_USE => self.uses > 0 || meter.prepaid >= self.price,
            GrantTerms::STREAMED => {
                // Nothing accrues while all uses are used.
                let run = used_up || meter.run(now, self.price, self.period).is_some();
                run && meter.prepaid >= least
            }
            _ => true,
        };
        (!paid).then_some(AlthingError::GrantUnpaid)
    }

    /// Refuses a grant that does not cover a use now.
    ///
    /// # Errors
    /// What [`Self::problem`] names.
    pub fn require_valid(&self, now: i64) -> Result<()> {
        self.problem(now)
            .map_or(Ok(()), |problem| Err(crate::error::refuse(problem)))
    }

    /// Makes an offer a grant of this licensee's, who pays `prepay` base units.
    ///
    /// # Errors
    /// [`AlthingError::WrongGrantState`], [`AlthingError::NotLicensee`], [`AlthingError::GrantExpired`],
    /// [`AlthingError::PrepayOutOfBounds`].
    pub fn accept(&mut self, licensee: Pubkey, prepay: u64, now: i64) -> Result<()> {
        ensure_eq!(self.state, Self::OFFERED, AlthingError::WrongGrantState);
        ensure_keys_eq!(self.licensee, licensee, AlthingError::NotLicensee);
        ensure!(!self.is_expired(now), AlthingError::GrantExpired);
        let fits = match self.price_kind {
            GrantTerms::FREE => prepay == 0,
            GrantTerms::ONCE => prepay == self.price,
            _ => true,
        };
        ensure!(fits, AlthingError::PrepayOutOfBounds);
        self.state = Self::ACTIVE;
        self.licensee = licensee;
        self.accepted_at = now;
        self.meter.last = now.max(self.starts_at);
        self.pay_in(prepay)
    }

    /// Adds to what is prepaid.
    ///
    /// # Errors
    /// [`AlthingError::WrongGrantState`], [`AlthingError::GrantHasNoBalance`], [`AlthingError::GrantExpired`],
    /// [`AlthingError::GrantFundingOverflow`].
    pub fn fund(&mut self, amount: u64, now: i64) -> Result<()> {
        ensure_eq!(self.state, Self::ACTIVE, AlthingError::WrongGrantState);
        let balanced = matches!(self.price_kind, GrantTerms::PER_USE | GrantTerms::STREAMED);
        ensure!(balanced, AlthingError::GrantHasNoBalance);
        ensure!(!self.is_expired(now), AlthingError::GrantExpired);
        self.settle(now)?;
        self.pay_in(amount)
    }

    fn pay_in(&mut self, amount: u64) -> Result<()> {
        let funded = self.funded.checked_add(amount);
        self.funded = funded.ok_or(AlthingError::GrantFundingOverflow)?;
        let prepaid = self.meter.fund(amount);
        prepaid.ok_or_else(|| AlthingError::Overflow.into())
    }

    /// Records `uses` more, and lets accrue what they cost.
    ///
    /// # Errors
    /// Those of [`Self::require_valid`]; [`AlthingError::UsesOutOfBounds`], [`AlthingError::PrepaidTooLow`].
    pub fn record_uses(&mut self, uses: u64, now: i64) -> Result<()> {
        self.require_valid(now)?;
        self.settle(now)?;
        let total = self.uses.checked_add(uses);
        let total = total.filter(|total| self.use_cap == 0 || *total <= self.use_cap);
        let total = total.filter(|_| uses > 0);
        let total = total.ok_or(AlthingError::UsesOutOfBounds)?;
        if self.price_kind == GrantTerms::PER_USE {
            let cost = uses.checked_mul(self.price);
            let paid = cost.and_then(|cost| self.meter.use_up(cost));
            paid.ok_or(AlthingError::PrepaidTooLow)?;
        }
        self.uses = total;
        Ok(())
    }

    /// Ends an active grant, to `REVOKED` or `ENDED`. What is prepaid from then on belongs to the licensee.
    ///
    /// # Errors
    /// [`AlthingError::WrongGrantState`].
    pub fn end(&mut self, state: u8, now: i64) -> Result<()> {
        ensure_eq!(self.state, Self::ACTIVE, AlthingError::WrongGrantState);
        self.settle(now)?;
        self.state = state;
        self.ended_at = now;
        Ok(())
    }

    /// Takes what has accrued to the owner off the books.
    ///
    /// # Errors
    /// [`AlthingError::NothingAccrued`].
    pub fn claim(&mut self, now: i64) -> Result<u64> {
        self.settle(now)?;
        let amount = self.meter.take_owed();
        ensure!(amount > 0, AlthingError::NothingAccrued);
        let claimed = self.claimed.checked_add(amount);
        self.claimed = claimed.ok_or(AlthingError::Overflow)?;
        Ok(amount)
    }

    /// Takes what is the licensee's off the books: nothing while the grant is not over.
    ///
    /// # Errors
    /// [`AlthingError::Overflow`], never while the invariants hold.
    pub fn refund(&mut self) -> Result<u64> {
        if !matches!(self.state, Self::REVOKED | Self::ENDED) {
            return Ok(0);
        }
        let amount = self.meter.take_prepaid();
        let refunded = self.refunded.checked_add(amount);
        self.refunded = refunded.ok_or(AlthingError::Overflow)?;
        Ok(amount)
    }

    /// Whether nobody has a part in it any more: it is over, and paid out. An offer is never finished.
    #[must_use]
    pub fn is_finished(&self, now: i64) -> bool {
        let over = match self.state {
            Self::OFFERED => false,
            Self::ACTIVE => self.is_expired(now),
            _ => true,
        };
        over && self.meter.prepaid == 0 && self.meter.owed == 0
    }

    /// What its vault's payments are signed with.
    #[must_use]
    pub fn signature(&self) -> GrantSignature {
        GrantSignature {
            dataset: self.dataset,
            model: self.model,
            purpose: [self.purpose],
            bump: [self.bump],
        }
    }
}

/// The seeds of a grant's address, apart from the account: it must not be borrowed while its vault pays.
pub struct GrantSignature {
    dataset: Pubkey,
    model: Pubkey,
    purpose: [u8; 1],
    bump: [u8; 1],
}

impl GrantSignature {
    /// The seeds, bump included.
    #[must_use]
    pub fn seeds(&self) -> [&[u8]; 5] {
        [
            SEED_GRANT,
            self.dataset.as_ref(),
            self.model.as_ref(),
            &self.purpose,
            &self.bump,
        ]
    }
}

#[cfg(test)]
mod tests;
