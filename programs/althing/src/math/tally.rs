//! When a proposal passes: quorum and approval apart, both rounded against the proposal.

use crate::constants::BPS;

/// The weights cast, in the chamber's units of weight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub yes: u64,
    pub no: u64,
    pub abstain: u64,
}

/// Whether a tally reaches its quorum and its approval.
///
/// - turnout (yes, no and abstain) must reach `quorum_bps` of `eligible`, rounded up;
/// - yes must reach `approval_bps` of yes and no, rounded up, and exceed no: a tie fails;
/// - no yes at all fails, whatever the bounds.
#[must_use]
pub fn passes(tally: Tally, eligible: u64, quorum_bps: u16, approval_bps: u16) -> bool {
    reaches_quorum(tally, eligible, quorum_bps) && is_approved(tally, approval_bps)
}

/// Whether turnout reaches `quorum_bps` of `eligible`, rounded up.
#[must_use]
pub fn reaches_quorum(tally: Tally, eligible: u64, quorum_bps: u16) -> bool {
    let decided = u128::from(tally.yes).saturating_add(u128::from(tally.no));
    let turnout = decided.saturating_add(u128::from(tally.abstain));
    turnout > 0 && at_least(turnout, u128::from(eligible), quorum_bps)
}

fn is_approved(tally: Tally, approval_bps: u16) -> bool {
    let decided = u128::from(tally.yes).saturating_add(u128::from(tally.no));
    tally.yes > tally.no && at_least(u128::from(tally.yes), decided, approval_bps)
}

/// `part / whole >= bps / 10,000`, exactly: both sides are below 2^80, so nothing saturates.
fn at_least(part: u128, whole: u128, bps: u16) -> bool {
    part.saturating_mul(u128::from(BPS)) >= whole.saturating_mul(u128::from(bps))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn tally(yes: u64, no: u64, abstain: u64) -> Tally {
        Tally { yes, no, abstain }
    }

    #[test]
    fn zero_turnout_and_ties_fail() {
        assert!(!passes(tally(0, 0, 0), 100, 1, 5_000));
        assert!(!passes(tally(0, 0, 0), 0, 1, 5_000));
        assert!(!passes(tally(50, 50, 0), 100, 1, 5_000));
        assert!(!passes(tally(0, 0, 100), 100, 1, 5_000));
    }

    #[test]
    fn quorum_rounds_up_and_counts_abstentions() {
        // 33.33 % of 10 is 3.333: three are not enough, four are.
        assert!(!passes(tally(3, 0, 0), 10, 3_333, 5_000));
        assert!(passes(tally(4, 0, 0), 10, 3_333, 5_000));
        assert!(passes(tally(1, 0, 3), 10, 3_333, 5_000));
    }

    #[test]
    fn approval_rounds_up() {
        // Two thirds of 5 is 3.33: three are not enough, four are.
        assert!(!passes(tally(3, 2, 0), 5, 1, 6_667));
        assert!(passes(tally(4, 1, 0), 5, 1, 6_667));
    }

    #[test]
    fn the_largest_numbers_do_not_overflow() {
        assert!(passes(tally(u64::MAX, 0, 0), u64::MAX, 10_000, 10_000));
        assert!(!passes(tally(u64::MAX - 1, 1, 0), u64::MAX, 10_000, 10_000));
    }

    proptest! {
        #[test]
        fn more_yes_never_hurts_and_more_no_never_helps(
            yes in 0u64..1 << 62, no in 0u64..1 << 62, abstain in 0u64..1 << 62, eligible: u64,
            quorum in 1u16..=10_000, approval in 5_000u16..=10_000, more in 0u64..1 << 62,
        ) {
            if passes(tally(yes, no, abstain), eligible, quorum, approval) {
                prop_assert!(passes(tally(yes + more, no, abstain), eligible, quorum, approval));
            }
            if passes(tally(yes, no + more, abstain), eligible, quorum, approval)
                && reaches_quorum(tally(yes, no, abstain), eligible, quorum)
            {
                prop_assert!(passes(tally(yes, no, abstain), eligible, quorum, approval));
            }
        }

        #[test]
        fn passing_means_the_exact_fractions_are_reached(
            yes: u64, no: u64, abstain: u64, eligible: u64,
            quorum in 1u16..=10_000, approval in 5_000u16..=10_000,
        ) {
            let (y, n, a) = (u128::from(yes), u128::from(no), u128::from(abstain));
            let expected = yes > no
                && (y + n + a) * 10_000 >= u128::from(eligible) * u128::from(quorum)
                && y * 10_000 >= (y + n) * u128::from(approval);
            prop_assert_eq!(passes(tally(yes, no, abstain), eligible, quorum, approval), expected);
        }
    }
}
