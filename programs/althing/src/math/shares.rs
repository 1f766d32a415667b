//! Shares of a pool of tokens: a slash lowers what the pool holds, and with it what every share is
//! worth, in one write.

use anchor_lang::prelude::*;

use super::{bps_ceil, bps_floor, mul_div_floor};
use crate::constants::BPS;

/// A pool of tokens and the shares of it.
///
/// Invariants: shares exist exactly where assets do, and a share is never worth more than one base unit
/// (shares are issued one to one into an empty pool, and only slashes move the price). So rounding
/// costs a holder less than one base unit, and there is no first depositor to be robbed by.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct SharePool {
    /// Tokens in the pool, base units.
    pub assets: u64,
    /// Shares of the pool that exist.
    pub shares: u64,
    /// How many slashes took everything. Shares of an earlier round are void.
    pub round: u64,
}

impl SharePool {
    /// What is left of `shares` that were issued in `round`: nothing, once a slash took everything.
    #[must_use]
    pub fn live(&self, shares: u64, round: u64) -> u64 {
        if round == self.round {
            shares
        } else {
            0
        }
    }

    /// Base units that `shares` stand for, rounded down.
    #[must_use]
    pub fn value_of(&self, shares: u64) -> Option<u64> {
        if shares == 0 {
            return Some(0);
        }
        mul_div_floor(shares, self.assets, self.shares)
    }

    /// Takes `amount` in and issues shares for it, rounded down; `None` where they do not fit.
    #[must_use]
    pub fn issue(&mut self, amount: u64) -> Option<u64> {
        let issued = if self.assets == 0 {
            amount
        } else {
            mul_div_floor(amount, self.shares, self.assets)?
        };
        let assets = self.assets.checked_add(amount)?;
        self.shares = self.shares.checked_add(issued)?;
        self.assets = assets;
        Some(issued)
    }

    /// Burns `shares` and gives out what they stand for, rounded down: the last share takes everything
    /// that is left. `None` where there are not so many.
    #[must_use]
    pub fn redeem(&mut self, shares: u64) -> Option<u64> {
        let left = self.shares.checked_sub(shares)?;
        let amount = self.value_of(shares)?;
        self.assets = self.assets.checked_sub(amount)?;
        self.shares = left;
        Some(amount)
    }

    /// Takes `amount` away from all holders alike and returns what it took: `amount`, or everything where only
    /// dust would be left, in shares worth less than 2^-16 base units each. Shares that cheap may no longer
    /// fit into 64 bits, so their holders' dust would keep other people's stake out. Dust is up to 2^16 base
    /// units, or a 1024th of what was there before. `None` where there is not so much.
    #[must_use]
    pub fn slash(&mut self, amount: u64) -> Option<u64> {
        let left = self.assets.checked_sub(amount)?;
        let dust = left <= (self.assets >> 10).max(1 << 16);
        let worthless = u128::from(left) << 16 < u128::from(self.shares);
        let taken = if dust && worthless {
            self.assets
        } else {
            amount
        };
        self.assets = self.assets.checked_sub(taken)?;
        if self.assets == 0 && self.shares > 0 {
            // Void shares must neither dilute those who come later nor keep them out.
            self.round = self.round.checked_add(1)?;
            self.shares = 0;
        }
        Some(taken)
    }
}

/// What a slash takes from the stake that is active and from the stake that is on its way out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slash {
    /// From active stake, base units.
    pub active: u64,
    /// From unbonding stake, base units.
    pub unbonding: u64,
}

impl Slash {
    /// Both together, base units.
    #[must_use]
    pub fn total(&self) -> Option<u64> {
        self.active.checked_add(self.unbonding)
    }
}

/// Splits a slash of `bps` over active and unbonding stake: the sum is rounded up, the unbonding part
/// down, and neither exceeds what is there. `None` over 10,000 bps, or where the sum does not fit.
#[must_use]
pub fn split_slash(active: u64, unbonding: u64, bps: u16) -> Option<Slash> {
    if bps > BPS {
        return None;
    }
    let total = bps_ceil(active.checked_add(unbonding)?, bps)?;
    let from_active = total.checked_sub(bps_floor(unbonding, bps)?)?.min(active);
    Some(Slash {
        active: from_active,
        unbonding: total.checked_sub(from_active)?,
    })
}

/// Splits a slash of `amount` base units over active and unbonding stake in proportion, the unbonding part
/// rounded down; neither exceeds what is there. `None` where nothing is there or less than `amount`, or the
/// sum does not fit.
#[must_use]
pub fn split_amount(active: u64, unbonding: u64, amount: u64) -> Option<Slash> {
    let total = active.checked_add(unbonding)?;
    if amount > total {
        return None;
    }
    let from_unbonding = mul_div_floor(amount, unbonding, total)?;
    Some(Slash {
        active: amount.checked_sub(from_unbonding)?,
        unbonding: from_unbonding,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_bigint::BigUint;
    use proptest::prelude::*;

    #[test]
    fn the_first_shares_are_one_to_one() {
        let mut pool = SharePool::default();
        assert_eq!(pool.issue(70), Some(70));
        assert_eq!(pool.issue(30), Some(30));
        assert_eq!(
            pool,
            SharePool {
                assets: 100,
                shares: 100,
                round: 0
            }
        );
    }

    #[test]
    fn a_slash_hits_all_holders_alike_and_nobody_after_it() {
        let mut pool = SharePool::default();
        assert_eq!(pool.issue(600), Some(600));
        assert_eq!(pool.issue(400), Some(400));
        pool.slash(250).unwrap();
        assert_eq!(pool.value_of(600), Some(450));
        assert_eq!(pool.value_of(400), Some(300));
        assert_eq!(pool.issue(75), Some(100));
        assert_eq!(pool.value_of(100), Some(75));
    }

    #[test]
    fn a_slash_of_everything_voids_the_shares_and_lets_others_begin_anew() {
        let mut pool = SharePool::default();
        assert_eq!(pool.issue(10), Some(10));
        pool.slash(10).unwrap();
        assert_eq!(
            pool,
            SharePool {
                assets: 0,
                shares: 0,
                round: 1
            }
        );
        assert_eq!(pool.live(10, 0), 0);
        assert_eq!(pool.issue(7), Some(7));
        assert_eq!(pool.live(7, 1), 7);
        assert_eq!(pool.redeem(7), Some(7));
    }

    #[test]
    fn dust_in_worthless_shares_goes_with_the_slash_and_stake_does_not() {
        let pool = |assets, shares| SharePool {
            assets,
            shares,
            round: 0,
        };
        // One base unit is left in shares worth just less than 2^-16 of one, then in shares worth just that.
        assert_eq!(pool(10, (1 << 16) + 1).slash(9), Some(10));
        assert_eq!(pool(10, 1 << 16).slash(9), Some(9));
        // However little a share is worth: what is not dust is not taken.
        let (dust, shares) = (1 << 16, u64::MAX);
        assert_eq!(pool(dust + 1, shares).slash(1), Some(dust + 1));
        assert_eq!(pool(dust + 2, shares).slash(1), Some(1));
        // Of a large pool a 1024th is dust.
        let large = 1 << 40;
        assert_eq!(
            pool(large, shares).slash(large - (large >> 10)),
            Some(large)
        );
        let less = large - (large >> 10) - 1;
        assert_eq!(pool(large, shares).slash(less), Some(less));
    }

    #[test]
    fn what_is_not_there_cannot_be_taken() {
        let mut pool = SharePool {
            assets: 5,
            shares: 6,
            round: 0,
        };
        assert_eq!(pool.redeem(7), None);
        assert_eq!(pool.slash(6), None);
        assert_eq!(pool.issue(u64::MAX), None);
        assert_eq!(
            pool,
            SharePool {
                assets: 5,
                shares: 6,
                round: 0
            }
        );
        assert_eq!(SharePool::default().redeem(1), None);
        assert_eq!(SharePool::default().redeem(0), Some(0));
    }

    #[test]
    fn a_slash_of_dust_takes_the_dust_wherever_it_lies() {
        assert_eq!(
            split_slash(0, 1, 1),
            Some(Slash {
                active: 0,
                unbonding: 1
            })
        );
        assert_eq!(
            split_slash(1, 0, 1),
            Some(Slash {
                active: 1,
                unbonding: 0
            })
        );
        assert_eq!(
            split_slash(0, 3, 5_000),
            Some(Slash {
                active: 0,
                unbonding: 2
            })
        );
        assert_eq!(
            split_slash(3, 3, 5_000),
            Some(Slash {
                active: 2,
                unbonding: 1
            })
        );
        assert_eq!(
            split_slash(0, 0, 5_000),
            Some(Slash {
                active: 0,
                unbonding: 0
            })
        );
        assert_eq!(split_slash(1, 1, 10_001), None);
        assert_eq!(split_slash(u64::MAX, 1, 1), None);
    }

    #[derive(Clone, Debug)]
    enum Step {
        Issue(usize, u64),
        Redeem(usize, u64),
        Slash(u16),
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            4 => (0usize..5, 1u64..1 << 40).prop_map(|(who, amount)| Step::Issue(who, amount)),
            1 => (0usize..5, 1u64..4).prop_map(|(who, amount)| Step::Issue(who, amount)),
            4 => (0usize..5, any::<u64>()).prop_map(|(who, part)| Step::Redeem(who, part)),
            2 => (1u16..=10_000).prop_map(Step::Slash),
            1 => Just(Step::Slash(10_000)),
        ]
    }

    proptest! {
        #[test]
        fn shares_and_assets_stay_in_step(steps in prop::collection::vec(step(), 1..80)) {
            let mut pool = SharePool::default();
            let mut holders = [(0u64, 0u64); 5];
            let (mut paid_in, mut paid_out) = (0u128, 0u128);
            for step in steps {
                let before = pool;
                match step {
                    Step::Issue(who, amount) => {
                        let exact = if before.assets == 0 {
                            BigUint::from(amount)
                        } else {
                            BigUint::from(amount) * before.shares / before.assets
                        };
                        let Some(issued) = pool.issue(amount) else {
                            prop_assert!(exact + before.shares > BigUint::from(u64::MAX));
                            prop_assert_eq!(pool, before);
                            continue;
                        };
                        prop_assert_eq!(BigUint::from(issued), exact);
                        // Never nothing for something, and never back more than came in.
                        prop_assert!(issued >= amount);
                        let back = pool.value_of(issued).unwrap();
                        prop_assert!(back <= amount && amount - back <= 1);
                        holders[who] = (pool.live(holders[who].0, holders[who].1) + issued, pool.round);
                        paid_in += u128::from(amount);
                    }
                    Step::Redeem(who, part) => {
                        let live = pool.live(holders[who].0, holders[who].1);
                        let shares = if part % 3 == 0 { live } else { part % (live + 1) };
                        let amount = pool.redeem(shares).unwrap();
                        if shares > 0 {
                            prop_assert_eq!(BigUint::from(amount), BigUint::from(shares) * before.assets / before.shares);
                        }
                        holders[who] = (live - shares, pool.round);
                        paid_out += u128::from(amount);
                    }
                    Step::Slash(bps) => {
                        let slash = split_slash(pool.assets, 0, bps).unwrap();
                        let taken = pool.slash(slash.active).unwrap();
                        // The rest of a worthless pool, and nothing else, goes beyond the slash.
                        let rest = taken - slash.active;
                        prop_assert!(rest <= before.shares >> 16);
                        prop_assert!(rest <= (before.assets >> 10).max(1 << 16));
                        prop_assert!(taken == slash.active || pool.assets == 0);
                        paid_out += u128::from(taken);
                    }
                }
                let live: u64 = holders.iter().map(|(shares, round)| pool.live(*shares, *round)).sum();
                prop_assert_eq!(live, pool.shares);
                prop_assert_eq!(paid_in - paid_out, u128::from(pool.assets));
                prop_assert_eq!(pool.assets == 0, pool.shares == 0);
                prop_assert!(pool.assets <= pool.shares);
            }
            for (shares, round) in holders {
                pool.redeem(pool.live(shares, round)).unwrap();
            }
            // The last one out takes the rounding of all others with it.
            prop_assert_eq!((pool.assets, pool.shares), (0, 0));
        }

        #[test]
        fn a_slash_is_rounded_up_once_and_never_exceeds_what_is_there(
            active in 0u64..1 << 63, unbonding in 0u64..1 << 63, bps in 0u16..=10_000,
        ) {
            let slash = split_slash(active, unbonding, bps).unwrap();
            prop_assert!(slash.active <= active && slash.unbonding <= unbonding);
            let exact = (BigUint::from(active) + unbonding) * bps;
            let total = (BigUint::from(slash.active) + slash.unbonding) * 10_000u32;
            prop_assert!(total >= exact && total < exact + 10_000u32);
            // Each pool's loss is proportional to within a unit or two.
            let fair = BigUint::from(unbonding) * bps / 10_000u32;
            prop_assert!(BigUint::from(slash.unbonding) >= fair);
            prop_assert!(BigUint::from(slash.unbonding) <= fair + 1u32);
        }

        #[test]
        fn an_amount_is_split_exactly_and_in_proportion(
            active in 0u64..1 << 63, unbonding in 0u64..1 << 63, part: u64,
        ) {
            let total = active + unbonding;
            let amount = part % (total + 1);
            let Some(slash) = split_amount(active, unbonding, amount) else {
                prop_assert_eq!(total, 0);
                return Ok(());
            };
            prop_assert_eq!(slash.total(), Some(amount));
            prop_assert!(slash.active <= active && slash.unbonding <= unbonding);
            let exact = BigUint::from(amount) * unbonding;
            let taken = BigUint::from(slash.unbonding) * total;
            prop_assert!(taken <= exact && exact < taken + total);
            prop_assert_eq!(split_amount(active, unbonding, total + 1), None);
        }
    }
}
