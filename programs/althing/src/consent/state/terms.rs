use anchor_lang::prelude::*;

use crate::constants::MAX_PRICE_PERIOD;
use crate::error::AlthingError;

/// What the owner asks, and for how long.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Copy, Debug, PartialEq, Eq)]
pub struct GrantTerms {
    /// 0 free, 1 once, 2 per use, 3 streamed.
    pub price_kind: u8,
    /// Base units: the whole price, for one use, or for each `period` of a stream. 0 for a free grant.
    pub price: u64,
    /// Seconds. Streamed: what `price` is for. Once: in what time the price accrues to the owner, from the start
    /// on; 0 for at once. Otherwise 0.
    pub period: u64,
    /// From when the data may be used, unix seconds.
    pub starts_at: i64,
    /// From when it may no longer be used, unix seconds; 0 for never.
    pub expires_at: i64,
    /// How often it may be used; 0 for any number of times.
    pub use_cap: u64,
}

impl GrantTerms {
    pub const FREE: u8 = 0;
    pub const ONCE: u8 = 1;
    pub const PER_USE: u8 = 2;
    pub const STREAMED: u8 = 3;

    /// Refuses terms that mean nothing.
    ///
    /// # Errors
    /// [`AlthingError::PriceKindUnknown`], [`AlthingError::PriceOutOfBounds`],
    /// [`AlthingError::PeriodOutOfBounds`], [`AlthingError::TermOutOfBounds`].
    pub fn validate(&self, now: i64) -> Result<()> {
        let periods = match self.price_kind {
            Self::FREE | Self::PER_USE => 0..=0,
            Self::ONCE => 0..=MAX_PRICE_PERIOD,
            Self::STREAMED => 1..=MAX_PRICE_PERIOD,
            _ => return Err(crate::error::refuse(AlthingError::PriceKindUnknown)),
        };
        let free = self.price_kind == Self::FREE;
        ensure!((self.price == 0) == free, AlthingError::PriceOutOfBounds);
        ensure!(
            periods.contains(&self.period),
            AlthingError::PeriodOutOfBounds
        );
        let ends = self.expires_at == 0 || self.expires_at > now.max(self.starts_at);
        ensure!(self.starts_at >= 0 && ends, AlthingError::TermOutOfBounds);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_000;

    fn terms(price_kind: u8, price: u64, period: u64) -> GrantTerms {
        GrantTerms {
            price_kind,
            price,
            period,
            starts_at: 0,
            expires_at: 0,
            use_cap: 0,
        }
    }

    #[test]
    fn each_kind_has_its_price_and_period() {
        let valid = [
            (0, 0, 0),
            (1, 1, 0),
            (1, u64::MAX, MAX_PRICE_PERIOD),
            (2, 1, 0),
            (3, 1, 1),
            (3, u64::MAX, MAX_PRICE_PERIOD),
        ];
        for (kind, price, period) in valid {
            assert!(terms(kind, price, period).validate(NOW).is_ok(), "{kind}");
        }
        let invalid = [
            (0, 1, 0),
            (0, 0, 1),
            (1, 0, 0),
            (1, 1, MAX_PRICE_PERIOD + 1),
            (2, 0, 0),
            (2, 1, 1),
            (3, 0, 1),
            (3, 1, 0),
            (3, 1, MAX_PRICE_PERIOD + 1),
            (4, 1, 1),
            (u8::MAX, 0, 0),
        ];
        for (kind, price, period) in invalid {
            assert!(terms(kind, price, period).validate(NOW).is_err(), "{kind}");
        }
    }

    #[test]
    fn a_term_ends_later_than_it_begins_and_than_now() {
        let during = |starts_at, expires_at| GrantTerms {
            starts_at,
            expires_at,
            ..terms(0, 0, 0)
        };
        for (from, to) in [(0, 0), (i64::MAX, 0), (0, NOW + 1), (2_000, 2_001)] {
            assert!(during(from, to).validate(NOW).is_ok(), "{from} {to}");
        }
        for (from, to) in [(-1, 0), (0, NOW), (0, -1), (2_000, 2_000), (2_000, 1_500)] {
            assert!(during(from, to).validate(NOW).is_err(), "{from} {to}");
        }
    }
}
