use super::*;
use bytemuck::Zeroable;
use proptest::prelude::*;

fn bond(amount: u64, unbonding: u64) -> LogBond {
    LogBond {
        amount,
        unbonding,
        available_at: 100,
        ..LogBond::zeroed()
    }
}

fn refused<T: std::fmt::Debug>(result: Result<T>, expected: AlthingError) {
    match result.unwrap_err() {
        Error::AnchorError(error) => assert_eq!(error.error_code_number, u32::from(expected)),
        Error::ProgramError(error) => panic!("{error}"),
    }
}

#[test]
fn an_origin_is_a_name_that_a_signed_note_can_carry() {
    for origin in ["a", "example.org/log", "é", &"o".repeat(128)] {
        require_origin(origin).unwrap();
    }
    let long = "é".repeat(64) + "o";
    let blank = "a\u{2003}b";
    for origin in [
        "", &long, "a b", "a\nb", "a\tb", blank, "a+b", "a\0", "a\x7f", "a\u{85}",
    ] {
        refused(require_origin(origin), AlthingError::OriginOutOfBounds);
    }
}

#[test]
fn an_interval_is_10_slots_to_a_year() {
    for slots in [10, 78_840_000] {
        require_interval(slots).unwrap();
    }
    for slots in [0, 9, 78_840_001, u64::MAX] {
        refused(
            require_interval(slots),
            AlthingError::CheckpointIntervalOutOfBounds,
        );
    }
}

#[test]
fn the_last_slot_of_the_interval_is_in_time() {
    let mut bond = bond(1, 0);
    bond.checkpoint_interval = 10;
    bond.note_checkpoint(50, 3);
    assert_eq!((bond.last_checkpoint_slot, bond.checkpoint_size), (50, 3));
    assert!(!bond.is_overdue(49) && !bond.is_overdue(60));
    assert!(bond.is_overdue(61));
    bond.last_checkpoint_slot = u64::MAX;
    assert!(!bond.is_overdue(u64::MAX));
}

#[test]
fn a_bond_is_released_when_all_of_it_has_waited() {
    bond(1, 0).require_liable(i64::MAX).unwrap();
    bond(1, 5).require_liable(i64::MAX).unwrap();
    bond(0, 5).require_liable(99).unwrap();
    refused(bond(0, 5).require_liable(100), AlthingError::BondReleased);
    refused(bond(0, 0).require_liable(0), AlthingError::BondReleased);
}

#[test]
fn an_empty_bond_cannot_be_slashed() {
    refused(bond(0, 0).take(1), AlthingError::BondIsEmpty);
    refused(
        bond(0, 0).cut_by_vote(1, 3_000, 0),
        AlthingError::BondIsEmpty,
    );
}

#[test]
fn an_epochs_votes_share_one_cap() {
    let mut bond = bond(900, 100);
    refused(
        bond.cut_by_vote(0, 3_000, 7),
        AlthingError::SlashOutOfBounds,
    );
    refused(
        bond.cut_by_vote(3_001, 3_000, 7),
        AlthingError::SlashOutOfBounds,
    );
    let mut vote = |bps, epoch| {
        let cut = bond.cut_by_vote(bps, 3_000, epoch)?;
        bond.take(cut)?;
        Ok::<u64, Error>(cut)
    };
    assert_eq!(vote(2_000, 7).unwrap(), 200);
    refused(vote(2_000, 7), AlthingError::SlashOverCap);
    assert_eq!(vote(1_250, 7).unwrap(), 100);
    refused(vote(1, 7), AlthingError::SlashOverCap);
    // A new epoch opens with what is left.
    assert_eq!(vote(3_000, 8).unwrap(), 210);
    assert_eq!((bond.epoch_opening, bond.slashed), (700, 510));
}

#[test]
fn what_open_questions_can_cost_stays() {
    let mut bond = bond(30, 70);
    refused(bond.withdrawable(99), AlthingError::BondCooldownNotOver);
    assert_eq!(bond.withdrawable(100).unwrap(), 70);
    bond.at_stake = U128::new(30);
    assert_eq!(bond.withdrawable(100).unwrap(), 70);
    bond.at_stake = U128::new(31);
    assert_eq!(bond.withdrawable(100).unwrap(), 69);
    bond.at_stake = U128::new(99);
    assert_eq!(bond.withdrawable(100).unwrap(), 1);
    for at_stake in [100, 101, u128::MAX] {
        bond.at_stake = U128::new(at_stake);
        refused(bond.withdrawable(100), AlthingError::BondAtStake);
    }
    bond.unbonding = 0;
    refused(bond.withdrawable(100), AlthingError::NothingUnbonding);
}

#[test]
fn it_is_finished_when_nothing_is_left_and_nothing_open() {
    assert!(bond(0, 0).is_finished());
    assert!(!bond(1, 0).is_finished() && !bond(0, 1).is_finished());
    let mut asked = bond(0, 0);
    asked.open_questions = 1;
    assert!(!asked.is_finished());
}

#[test]
fn the_account_has_the_documented_size() {
    assert_eq!(LogBond::SPACE, 480);
}

proptest! {
    #[test]
    fn a_slash_takes_what_it_says_or_all(amount in 0u64..1 << 60, unbonding in 0u64..1 << 60, wanted: u64) {
        let mut bond = bond(amount, unbonding);
        let total = amount + unbonding;
        match bond.take(wanted) {
            Ok(taken) => {
                prop_assert_eq!(taken.total().unwrap(), wanted.min(total));
                prop_assert_eq!(bond.amount + bond.unbonding, total - wanted.min(total));
                prop_assert_eq!(bond.slashed, wanted.min(total));
            }
            Err(_) => prop_assert_eq!(total, 0),
        }
    }

    #[test]
    fn no_epochs_votes_take_more_than_the_cap(
        stake in 1u64..1 << 50, cap in 1u16..=10_000, votes in prop::collection::vec((1u16..=10_000, 0u64..2), 1..30),
    ) {
        let mut bond = bond(stake, 0);
        let (mut epoch, mut opening, mut taken) = (0, stake, 0u64);
        for (bps, later) in votes {
            epoch += later;
            if later > 0 {
                (opening, taken) = (bond.amount, 0);
            }
            if let Ok(cut) = bond.cut_by_vote(bps, cap, epoch) {
                bond.take(cut).unwrap();
                taken += cut;
            }
            prop_assert!(u128::from(taken) * 10_000 < u128::from(opening) * u128::from(cap) + 10_000);
        }
    }
}
