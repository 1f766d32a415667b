//! Splitting amounts by a table of shares, exactly: what one amount leaves undivided counts in the next.

use anchor_lang::prelude::*;

use crate::constants::BPS;

/// One share of everything that is split.
///
/// Invariant: `(owed + paid) * 10,000 + remainder` is the sum of every amount times the basis points that the share
/// had then, but for what was moved to another share ([`forfeit`]).
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// Base units that are due and not paid.
    pub owed: u64,
    /// Base units ever paid.
    pub paid: u64,
    /// Its part of the next amount, basis points.
    pub bps: u16,
    /// What is due below one base unit, ten-thousandths.
    pub remainder: u16,
    pub _padding: [u8; 4],
}

impl Share {
    /// Adds its part of an amount, which is `wholes` times 10,000 and `rest`; `None` where what is due does not fit.
    #[must_use]
    fn add(&mut self, wholes: u64, rest: u64) -> Option<()> {
        let bps = u64::from(self.bps);
        // Below 10,000 * 10,000 and 10,000: 64 bits are plenty, where wider ones would cost four times as much.
        let part = rest
            .checked_mul(bps)?
            .checked_add(u64::from(self.remainder))?;
        let due = wholes
            .checked_mul(bps)?
            .checked_add(part.checked_div(u64::from(BPS))?)?;
        self.owed = self.owed.checked_add(due)?;
        self.remainder = u16::try_from(part.checked_rem(u64::from(BPS))?).ok()?;
        Some(())
    }

    /// Takes out what is due; `None` where all that was ever paid does not fit.
    #[must_use]
    pub fn take(&mut self) -> Option<u64> {
        self.paid = self.paid.checked_add(self.owed)?;
        Some(std::mem::take(&mut self.owed))
    }
}

/// Splits an amount among shares whose basis points add up to 10,000; `None` where what is due does not fit.
#[must_use]
pub fn split(shares: &mut [Share], amount: u64) -> Option<()> {
    let wholes = amount.checked_div(u64::from(BPS))?;
    let rest = amount.checked_rem(u64::from(BPS))?;
    let mut parts = shares.iter_mut().filter(|share| share.bps > 0);
    parts.try_for_each(|share| share.add(wholes, rest))
}

/// Makes what is due to the share at `from` due to the one at `to`. Returns how much that is; `None` where a share is
/// not there, or it does not fit.
#[must_use]
pub fn forfeit(shares: &mut [Share], from: usize, to: usize) -> Option<u64> {
    let amount = std::mem::take(&mut shares.get_mut(from)?.owed);
    let share = shares.get_mut(to)?;
    share.owed = share.owed.checked_add(amount)?;
    Some(amount)
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_bigint::BigUint;
    use proptest::prelude::*;

    fn table(bps: &[u16]) -> Vec<Share> {
        let share = |bps: &u16| Share {
            bps: *bps,
            ..Share::default()
        };
        bps.iter().map(share).collect()
    }

    #[test]
    fn what_is_undivided_counts_in_the_next_amount() {
        let mut shares = table(&[3_333, 3_333, 3_334]);
        split(&mut shares, 1).unwrap();
        assert_eq!(shares.iter().map(|share| share.owed).sum::<u64>(), 0);
        split(&mut shares, 2).unwrap();
        let owed: Vec<_> = shares.iter().map(|share| share.owed).collect();
        assert_eq!(owed, [0, 0, 1]);
        split(&mut shares, 9_997).unwrap();
        let owed: Vec<_> = shares.iter().map(|share| share.owed).collect();
        assert_eq!(owed, [3_333, 3_333, 3_334]);
        assert!(shares.iter().all(|share| share.remainder == 0));
    }

    #[test]
    fn what_does_not_fit_is_none() {
        let mut shares = table(&[10_000]);
        split(&mut shares, u64::MAX).unwrap();
        assert_eq!(split(&mut shares, 1), None);
    }

    #[test]
    fn the_largest_amounts_are_split_exactly() {
        for amount in [u64::MAX, u64::MAX - 1, u64::MAX / 10_000 * 10_000, 9_999] {
            let mut shares = table(&[1, 9_998, 0, 1]);
            split(&mut shares, amount).unwrap();
            for (share, bps) in shares.iter().zip([1u128, 9_998, 0, 1]) {
                let exact = u128::from(amount) * bps;
                assert_eq!(u128::from(share.owed), exact / 10_000);
                assert_eq!(u128::from(share.remainder), exact % 10_000);
            }
        }
    }

    #[test]
    fn what_is_due_moves_to_another_share_or_not_at_all() {
        let mut shares = table(&[4_000, 6_000]);
        split(&mut shares, 10).unwrap();
        assert_eq!(forfeit(&mut shares, 1, 0), Some(6));
        assert_eq!((shares[0].owed, shares[1].owed), (10, 0));
        assert_eq!(forfeit(&mut shares, 1, 0), Some(0));
        assert_eq!(forfeit(&mut shares, 2, 0), None);
        assert_eq!(forfeit(&mut shares, 0, 2), None);
        shares[0].owed = u64::MAX;
        shares[1].owed = 1;
        assert_eq!(forfeit(&mut shares, 1, 0), None);
    }

    #[test]
    fn what_is_taken_is_counted_and_taken_once() {
        let mut shares = table(&[10_000]);
        assert_eq!(shares[0].take(), Some(0));
        split(&mut shares, 5).unwrap();
        assert_eq!(shares[0].take(), Some(5));
        assert_eq!(shares[0].take(), Some(0));
        split(&mut shares, u64::MAX - 5).unwrap();
        assert_eq!(shares[0].take(), Some(u64::MAX - 5));
        shares[0].owed = 1;
        assert_eq!(shares[0].take(), None);
    }

    /// Basis points of four shares that add up to 10,000.
    fn any_table() -> impl Strategy<Value = [u16; 4]> {
        prop::array::uniform3(0u16..=10_000).prop_map(|mut cuts| {
            cuts.sort_unstable();
            let [a, b, c] = cuts;
            [a, b - a, c - b, 10_000 - c]
        })
    }

    /// Of any size, so that their sum fits.
    fn amount() -> impl Strategy<Value = u64> {
        prop_oneof![
            0u64..20_000,
            0u64..1 << 50,
            (0u32..58).prop_map(|bits| (1 << bits) - 1)
        ]
    }

    proptest! {
        /// However the table changes, and whoever is paid at any time.
        #[test]
        fn shares_are_exact_and_nothing_is_lost_or_made(
            steps in prop::collection::vec((any_table(), amount(), any::<bool>(), 0usize..4), 1..60),
        ) {
            let mut shares = table(&[0, 0, 0, 10_000]);
            let mut exact = [BigUint::ZERO, BigUint::ZERO, BigUint::ZERO, BigUint::ZERO];
            let mut deposited = BigUint::ZERO;
            for (bps, amount, paid, who) in steps {
                for (share, bps) in shares.iter_mut().zip(bps) {
                    share.bps = bps;
                }
                split(&mut shares, amount).unwrap();
                deposited += amount;
                for (total, bps) in exact.iter_mut().zip(bps) {
                    *total += BigUint::from(amount) * bps;
                }
                if paid {
                    shares[who].take().unwrap();
                }
                let mut whole = BigUint::ZERO;
                let mut rest = 0u64;
                for (share, total) in shares.iter().zip(&exact) {
                    prop_assert_eq!(BigUint::from(share.owed) + share.paid, total / 10_000u32);
                    prop_assert_eq!(BigUint::from(share.remainder), total % 10_000u32);
                    whole += BigUint::from(share.owed) + share.paid;
                    rest += u64::from(share.remainder);
                }
                prop_assert_eq!(rest % 10_000, 0);
                prop_assert_eq!(whole + rest / 10_000, deposited.clone());
            }
        }
    }
}
