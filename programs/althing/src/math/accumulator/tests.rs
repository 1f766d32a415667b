use super::*;
use num_bigint::BigUint;
use proptest::prelude::*;

const ONE: u128 = 1 << 64;

/// A holding whose `weight` counts from epoch 1 on.
fn warmed(pool: &mut Accumulator, weight: u64) -> Holding {
    let mut holding = Holding {
        per_weight: pool.per_weight,
        ..Holding::default()
    };
    pool.add(&mut holding, weight, 0).unwrap();
    holding
}

#[test]
fn weight_warms_up_for_an_epoch() {
    let mut pool = Accumulator::default();
    let mut first = warmed(&mut pool, 100);
    assert_eq!((pool.weight, pool.pending, pool.pending_epoch), (0, 100, 1));
    assert_eq!(pool.distribute(ONE), None, "nobody is there to share");
    pool.promote().unwrap();
    assert_eq!((pool.weight, pool.pending), (100, 0));

    pool.distribute(1_000 * ONE).unwrap();
    let mut second = Holding {
        per_weight: pool.per_weight,
        ..Holding::default()
    };
    pool.add(&mut second, 300, 1).unwrap();
    pool.distribute(1_000 * ONE).unwrap();
    pool.promote().unwrap();
    pool.distribute(400 * ONE).unwrap();

    assert_eq!(pool.settle(&mut first, 2), Some(true));
    assert_eq!((first.owed, first.fraction, first.weight), (2_100, 0, 100));
    assert_eq!(pool.settle(&mut second, 2), Some(true));
    assert_eq!((second.owed, second.fraction, second.weight), (300, 0, 300));
    assert_eq!(
        pool.settle(&mut second, 2),
        Some(false),
        "settling twice changes nothing"
    );
    assert_eq!(second.owed, 300);
    assert!(pool.marks.iter().all(|mark| mark.holdings == 0));
}

#[test]
fn what_cannot_be_divided_is_carried() {
    let mut pool = Accumulator::default();
    let mut holding = warmed(&mut pool, 3);
    pool.promote().unwrap();
    for _ in 0..3 {
        pool.distribute(ONE).unwrap();
    }
    pool.settle(&mut holding, 1).unwrap();
    let owed = (u128::from(holding.owed) << 64) + u128::from(holding.fraction);
    assert_eq!(owed + u128::from(pool.undivided), 3 * ONE);
    assert!(pool.undivided < 3);
}

#[test]
fn pending_weight_leaves_first_and_frees_its_mark() {
    let mut pool = Accumulator::default();
    let mut holding = warmed(&mut pool, 10);
    pool.promote().unwrap();
    pool.settle(&mut holding, 1).unwrap();
    pool.add(&mut holding, 5, 1).unwrap();
    assert_eq!(holding.total_weight(), 15);

    pool.remove(&mut holding, 3).unwrap();
    assert_eq!(
        (holding.weight, holding.pending, pool.weight, pool.pending),
        (10, 2, 10, 2)
    );
    pool.remove(&mut holding, 4).unwrap();
    assert_eq!(
        (holding.weight, holding.pending, pool.weight, pool.pending),
        (8, 0, 8, 0)
    );
    assert!(pool.marks.iter().all(|mark| mark.holdings == 0));
    assert_eq!(pool.remove(&mut holding, 9), None);
    assert_eq!(holding.weight, 8);
}

#[test]
fn a_full_set_of_marks_refuses_weight_but_lets_it_go() {
    let mut pool = Accumulator::default();
    let mut holdings = vec![];
    for epoch in 0..REWARD_MARKS as u64 {
        let mut holding = Holding {
            per_weight: pool.per_weight,
            ..Holding::default()
        };
        pool.add(&mut holding, 1, epoch).unwrap();
        pool.promote().unwrap();
        pool.distribute(ONE).unwrap();
        holdings.push(holding);
    }
    let now = REWARD_MARKS as u64;
    let mut late = Holding {
        per_weight: pool.per_weight,
        ..Holding::default()
    };
    let before = pool;
    assert_eq!(pool.add(&mut late, 1, now), Err(AddError::MarksFull));
    assert_eq!((pool, late.pending), (before, 0));

    pool.settle(&mut holdings[7], now).unwrap();
    pool.remove(&mut holdings[7], 1).unwrap();
    pool.add(&mut late, 1, now).unwrap();
    pool.promote().unwrap();
    pool.settle(&mut holdings[0], now).unwrap();
    assert!(holdings[0].owed >= 1);
}

#[test]
fn weights_that_do_not_fit_are_refused() {
    let mut pool = Accumulator::default();
    let mut holding = warmed(&mut pool, u64::MAX);
    assert_eq!(pool.add(&mut holding, 1, 0), Err(AddError::DoesNotFit));
    pool.promote().unwrap();
    pool.settle(&mut holding, 1).unwrap();
    assert_eq!(pool.add(&mut holding, 1, 1), Err(AddError::DoesNotFit));
    assert_eq!(pool.add(&mut holding, 0, 1), Ok(()));
}

proptest! {
    #[test]
    fn a_distribution_is_exact_with_its_carry(
        released: u128, undivided: u64, weight in 1u64.., per_weight in 0u128..1 << 64,
    ) {
        let mut pool = Accumulator {
            per_weight: U128::new(per_weight), undivided, weight, ..Accumulator::default()
        };
        let whole = BigUint::from(released) + undivided;
        if whole.bits() > 128 || (&whole / weight + per_weight).bits() > 128 {
            prop_assert_eq!(pool.distribute(released), None);
            return Ok(());
        }
        pool.distribute(released).unwrap();
        let each = BigUint::from(pool.per_weight.get()) - per_weight;
        prop_assert_eq!(each * weight + pool.undivided, whole);
        prop_assert!(pool.undivided < weight);
    }

    #[test]
    fn settling_often_or_once_owes_the_same(
        flows in prop::collection::vec(0u128..1 << 80, 1..40), weight in 1u64..1 << 40, other in 1u64..1 << 40,
    ) {
        let mut pool = Accumulator::default();
        let mut often = warmed(&mut pool, weight);
        let mut once = warmed(&mut pool, weight);
        let mut rest = warmed(&mut pool, other);
        pool.promote().unwrap();
        for flow in &flows {
            pool.distribute(*flow).unwrap();
            pool.settle(&mut often, 1).unwrap();
        }
        pool.settle(&mut once, 1).unwrap();
        pool.settle(&mut rest, 1).unwrap();
        prop_assert_eq!(often, once);
        let owed: u128 = [often, once, rest]
            .iter()
            .map(|holding| (u128::from(holding.owed) << 64) + u128::from(holding.fraction))
            .sum();
        prop_assert_eq!(owed + u128::from(pool.undivided), flows.iter().sum::<u128>());
    }
}
