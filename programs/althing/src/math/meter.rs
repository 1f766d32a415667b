//! A balance that was paid in advance and is used up: by the second at a fixed rate, or at once.

use anchor_lang::prelude::*;

/// What was paid in advance, and what of it was used up. A rate is `price` base units per `period` seconds, so
/// that any rate can be said, and nothing is lost below one base unit.
///
/// Invariant: `prepaid + owed` changes only by what is paid in and out; `carry` is below the period, and 0
/// where nothing is prepaid.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Meter {
    /// Base units that were paid in advance and are not used up.
    pub prepaid: u64,
    /// Base units that were used up and not paid out.
    pub owed: u64,
    /// What of the next base unit of `prepaid` is used up, in parts of `1 / period`.
    pub carry: u64,
    /// Up to when time was counted, unix seconds.
    pub last: i64,
}

impl Meter {
    /// Counts the time until `until` (unix seconds) at `price` base units per `period` seconds. What is used up
    /// is rounded down, and the rest carried. Time in which nothing is prepaid costs nothing, and a clock that
    /// goes back changes nothing. `None` where the period is 0.
    #[must_use]
    pub fn run(&mut self, until: i64, price: u64, period: u64) -> Option<()> {
        let seconds = until.saturating_sub(self.last).max(0).unsigned_abs();
        self.last = self.last.max(until);
        let used = u128::from(seconds)
            .checked_mul(u128::from(price))?
            .checked_add(u128::from(self.carry))?;
        let whole = used.checked_div(u128::from(period))?;
        if whole >= u128::from(self.prepaid) {
            return self.drain();
        }
        let rest = used.checked_rem(u128::from(period))?;
        self.carry = u64::try_from(rest).ok()?;
        self.use_up(u64::try_from(whole).ok()?)
    }

    /// Lets time pass that costs nothing.
    pub fn skip(&mut self, until: i64) {
        self.last = self.last.max(until);
    }

    /// Uses up `amount` base units at once, where nothing is carried; `None` where less is prepaid.
    #[must_use]
    pub fn use_up(&mut self, amount: u64) -> Option<()> {
        self.prepaid = self.prepaid.checked_sub(amount)?;
        self.owed = self.owed.checked_add(amount)?;
        Some(())
    }

    /// Uses up all that is prepaid.
    #[must_use]
    pub fn drain(&mut self) -> Option<()> {
        self.carry = 0;
        self.use_up(self.prepaid)
    }

    /// Pays in.
    #[must_use]
    pub fn fund(&mut self, amount: u64) -> Option<()> {
        self.prepaid = self.prepaid.checked_add(amount)?;
        Some(())
    }

    /// Takes out what is not used up; a base unit that is used up in part counts as unused.
    pub fn take_prepaid(&mut self) -> u64 {
        self.carry = 0;
        std::mem::take(&mut self.prepaid)
    }

    /// Takes out what is used up.
    pub fn take_owed(&mut self) -> u64 {
        std::mem::take(&mut self.owed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_bigint::BigUint;
    use proptest::prelude::*;

    fn meter(prepaid: u64) -> Meter {
        Meter {
            prepaid,
            ..Meter::default()
        }
    }

    #[test]
    fn a_third_of_a_unit_each_second_is_carried() {
        let mut meter = meter(2);
        let owed = [1, 2, 3, 4, 5, 6, 7].map(|second| {
            meter.run(second, 1, 3).unwrap();
            (meter.owed, meter.carry)
        });
        assert_eq!(
            owed,
            [(0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (2, 0), (2, 0)]
        );
        assert_eq!(meter.prepaid, 0);
    }

    #[test]
    fn a_clock_that_goes_back_changes_nothing() {
        let mut meter = meter(100);
        meter.run(10, 1, 1).unwrap();
        let before = meter;
        meter.run(3, 1, 1).unwrap();
        meter.skip(9);
        assert_eq!(meter, before);
        meter.run(11, 1, 1).unwrap();
        assert_eq!(meter.owed, 11);
    }

    #[test]
    fn time_without_a_balance_costs_nothing() {
        let mut meter = meter(5);
        meter.run(1_000, 1, 1).unwrap();
        meter.fund(5).unwrap();
        meter.run(1_002, 1, 1).unwrap();
        assert_eq!((meter.owed, meter.prepaid), (7, 3));
    }

    #[test]
    fn the_largest_numbers_fit() {
        let mut meter = Meter {
            last: i64::MIN,
            ..meter(u64::MAX)
        };
        meter.run(i64::MAX, u64::MAX, 1).unwrap();
        assert_eq!(
            (meter.owed, meter.prepaid, meter.last),
            (u64::MAX, 0, i64::MAX)
        );
        assert_eq!(meter.run(i64::MAX, 1, 0), None);
        assert_eq!(meter.use_up(1), None);
    }

    #[test]
    fn what_is_used_up_at_once_is_owed() {
        let mut meter = meter(5);
        assert_eq!(meter.use_up(6), None);
        meter.use_up(3).unwrap();
        assert_eq!((meter.take_owed(), meter.take_prepaid()), (3, 2));
        assert_eq!(meter, Meter::default());
    }

    #[derive(Clone, Debug)]
    enum Step {
        Run(i64),
        Skip(i64),
        Fund(u64),
        TakeOwed,
        TakePrepaid,
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            4 => (-3i64..2_000).prop_map(Step::Run),
            1 => (-3i64..2_000).prop_map(Step::Skip),
            2 => (0u64..1 << 50).prop_map(Step::Fund),
            1 => Just(Step::TakeOwed),
            1 => Just(Step::TakePrepaid),
        ]
    }

    proptest! {
        /// Against exact fractions: everything in parts of `1 / period` of a base unit, as big numbers.
        #[test]
        fn what_is_used_up_is_exact_and_rounded_down(
            steps in prop::collection::vec(step(), 1..60),
            price in prop_oneof![1u64..100, 1u64..1 << 60],
            period in prop_oneof![Just(1u64), 1u64..100, 1u64..1 << 40],
        ) {
            let mut meter = Meter::default();
            let (mut prepaid, mut used, mut paid) = (BigUint::ZERO, BigUint::ZERO, BigUint::ZERO);
            let (mut clock, mut last) = (0i64, 0i64);
            let parts = |amount: u64| BigUint::from(amount) * period;
            for step in steps {
                match step {
                    Step::Run(seconds) => {
                        clock += seconds;
                        meter.run(clock, price, period).unwrap();
                        let passed = (clock - last).max(0);
                        last = last.max(clock);
                        let due = (BigUint::from(passed as u64) * price).min(prepaid.clone());
                        prepaid -= &due;
                        used += due;
                    }
                    Step::Skip(seconds) => {
                        clock += seconds;
                        meter.skip(clock);
                        last = last.max(clock);
                    }
                    Step::Fund(amount) => {
                        meter.fund(amount).unwrap();
                        prepaid += parts(amount);
                    }
                    Step::TakeOwed => paid += meter.take_owed(),
                    Step::TakePrepaid => {
                        let begun = BigUint::from(meter.carry);
                        let amount = meter.take_prepaid();
                        prop_assert_eq!(parts(amount), &prepaid + &begun);
                        used -= begun;
                        prepaid = BigUint::ZERO;
                    }
                }
                prop_assert_eq!(&paid + meter.owed, &used / period);
                prop_assert_eq!(BigUint::from(meter.carry), &used % period);
                prop_assert_eq!(parts(meter.prepaid), &prepaid + &BigUint::from(meter.carry));
            }
        }
    }
}
