//! Funds that flow out evenly over time, without a schedule to remember.

use anchor_lang::prelude::*;

use super::U128;

/// What is yet to flow, and in what time. Each release takes the share of the remaining time, so the
/// flow goes on evenly however often it is read, and a stopped clock carries it unchanged.
///
/// Invariant: time that is left never exceeds the window that funds are spread over.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Stream {
    /// Base units that have not flowed yet, Q64.64: below one unit too, nothing waits or is lost.
    pub remaining: U128,
    /// Seconds in which they will have flowed.
    pub time_left: u64,
}

impl Stream {
    /// Lets `seconds` of the flow out, Q64.64 base units, rounded down; what the rounding leaves flows
    /// later.
    #[must_use]
    pub fn release(&mut self, seconds: u64) -> Option<u128> {
        let remaining = self.remaining.get();
        if seconds >= self.time_left {
            *self = Self::default();
            return Some(remaining);
        }
        let released = fraction(remaining, seconds, self.time_left)?;
        self.remaining.set(remaining.checked_sub(released)?);
        self.time_left = self.time_left.checked_sub(seconds)?;
        Some(released)
    }

    /// Adds `amount` base units, spread over `window` seconds. The time left becomes the mean of the
    /// old flow's and the new one's, weighted by their amounts and rounded down: so it never falls, and
    /// funding with dust, however often, does not hold a stream up.
    #[must_use]
    pub fn fund(&mut self, amount: u64, window: u64) -> Option<()> {
        let remaining = self.remaining.get();
        // What was given back after the end has no time of its own.
        let old = if self.time_left == 0 {
            0
        } else {
            remaining >> 64
        };
        let sum = old.checked_add(u128::from(amount))?;
        let funded = remaining.checked_add(u128::from(amount) << 64)?;
        let mean = old
            .checked_mul(u128::from(self.time_left))?
            .checked_add(u128::from(amount).checked_mul(u128::from(window))?)?
            .checked_div(sum)?;
        self.time_left = u64::try_from(mean).ok()?;
        self.remaining.set(funded);
        Some(())
    }

    /// Takes back a fraction of a unit (Q0.64) that nobody can be paid; it flows with the rest.
    #[must_use]
    pub fn give_back(&mut self, fraction: u64) -> Option<()> {
        self.remaining
            .set(self.remaining.get().checked_add(u128::from(fraction))?);
        Some(())
    }
}

/// `amount * part / whole` for an amount in Q64.64 and `part < whole`, rounded down. The product can
/// have 192 bits, so the halves of the amount are divided one after the other.
fn fraction(amount: u128, part: u64, whole: u64) -> Option<u128> {
    let (part, whole) = (u128::from(part), u128::from(whole));
    let high = (amount >> 64).checked_mul(part)?;
    let quotient = high.checked_div(whole)?;
    let rest = high.checked_sub(quotient.checked_mul(whole)?)?;
    let low = u128::from(amount as u64)
        .checked_mul(part)?
        .checked_add(rest << 64)?;
    (quotient << 64).checked_add(low.checked_div(whole)?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_bigint::BigUint;
    use proptest::prelude::*;

    const WINDOW: u64 = 315_360_000;
    const ONE: u128 = 1 << 64;

    #[test]
    fn a_stream_flows_evenly_and_ends() {
        let mut stream = Stream::default();
        stream.fund(1_000, 100).unwrap();
        assert_eq!(stream.release(0), Some(0));
        assert_eq!(stream.release(25), Some(250 * ONE));
        assert_eq!(stream.release(25), Some(250 * ONE));
        assert_eq!(stream.release(1_000), Some(500 * ONE));
        assert_eq!(stream, Stream::default());
        assert_eq!(stream.release(1), Some(0));
    }

    #[test]
    fn dust_does_not_hold_a_stream_up() {
        let mut stream = Stream::default();
        stream.fund(1_000_000, 1_000).unwrap();
        for _ in 0..999 {
            stream.release(1).unwrap();
            stream.fund(1, 1_000).unwrap();
        }
        assert_eq!(stream.time_left, 1);
        // One unit on top of almost nothing is a stream of its own.
        let mut stream = Stream {
            remaining: U128::new(ONE - 1),
            time_left: 1,
        };
        stream.fund(1, 1_000).unwrap();
        assert_eq!(stream.time_left, 1_000);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let mut stream = Stream::default();
        stream.fund(u64::MAX, 10).unwrap();
        assert_eq!(stream.fund(1, 10), None);
        assert_eq!(Stream::default().fund(0, 10), None);
    }

    #[test]
    fn reading_every_second_is_as_good_as_reading_once() {
        // Ten units in a million seconds: whole units alone would round every release to nothing.
        let mut often = Stream::default();
        often.fund(10, 1_000_000).unwrap();
        let mut once = often;
        let sum: u128 = (0..500_000).map(|_| often.release(1).unwrap()).sum();
        let exact = once.release(500_000).unwrap();
        assert!(sum <= exact && exact - sum < 1_000_000);
    }

    proptest! {
        #[test]
        fn a_release_is_the_exact_fraction_rounded_down(
            remaining: u128, seconds in 0..WINDOW, time_left in 1..=WINDOW,
        ) {
            let mut stream = Stream { remaining: U128::new(remaining), time_left };
            let released = stream.release(seconds).unwrap();
            let exact = BigUint::from(remaining) * seconds.min(time_left) / time_left;
            prop_assert_eq!(BigUint::from(released), exact);
            prop_assert_eq!(stream.remaining.get(), remaining - released);
            prop_assert_eq!(stream.time_left, time_left.saturating_sub(seconds));
        }

        #[test]
        fn the_time_left_is_the_mean_weighted_by_amounts(
            remaining in any::<u64>().prop_map(|n| u128::from(n) << 63), time_left in 0..=WINDOW,
            amount in 1u64..1 << 62, window in 1..=WINDOW,
        ) {
            let mut stream = Stream { remaining: U128::new(remaining), time_left };
            stream.fund(amount, window).unwrap();
            let old = BigUint::from(if time_left == 0 { 0 } else { remaining >> 64 });
            let mean = (&old * time_left + BigUint::from(amount) * window) / (old + amount);
            prop_assert_eq!(BigUint::from(stream.time_left), mean);
            prop_assert_eq!(stream.remaining.get(), remaining + (u128::from(amount) << 64));
        }

        #[test]
        fn nothing_is_lost_or_made_and_all_of_it_flows(
            steps in prop::collection::vec((any::<bool>(), 1u64..1 << 50, 0u64..2_000), 1..60),
            window in 1u64..1_000,
        ) {
            let mut stream = Stream::default();
            let (mut funded, mut released) = (0u128, 0u128);
            for (fund, amount, seconds) in steps {
                if fund {
                    let before = stream.time_left;
                    stream.fund(amount, window).unwrap();
                    funded += u128::from(amount) << 64;
                    prop_assert!(stream.time_left >= 1);
                    prop_assert!(before <= stream.time_left && stream.time_left <= window);
                } else {
                    released += stream.release(seconds).unwrap();
                }
                prop_assert_eq!(funded - released, stream.remaining.get());
                prop_assert!(stream.time_left > 0 || stream.remaining.get() == 0);
            }
            released += stream.release(window).unwrap();
            prop_assert_eq!(funded, released);
        }
    }
}
