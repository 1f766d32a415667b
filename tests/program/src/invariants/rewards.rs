//! Reward pools: not one 2^-64 of a base unit is lost or made.

use althing::math::accumulator::{Accumulator, Holding};
use litesvm::LiteSVM;

use super::{vault_balance, Books};

/// What a holding has earned, Q64.64 base units, settled or not.
fn earned(pool: &Accumulator, holding: &Holding) -> u128 {
    let per_weight = pool.per_weight.get();
    let settled = (u128::from(holding.owed) << 64) + u128::from(holding.fraction);
    let active = u128::from(holding.weight) * (per_weight - holding.per_weight.get());
    let warming_up = pool.pending > 0 && pool.pending_epoch == holding.pending_epoch;
    if holding.pending == 0 || warming_up {
        return settled + active;
    }
    let mark = pool
        .marks
        .iter()
        .find(|mark| mark.holdings > 0 && mark.epoch == holding.pending_epoch);
    let from = mark.expect("a holding's mark is kept").per_weight.get();
    settled + active + u128::from(holding.pending) * (per_weight - from)
}

pub fn check(svm: &LiteSVM, books: &Books) {
    for (at, pool) in &books.reward_pools {
        let positions: Vec<_> = books
            .reward_positions
            .iter()
            .filter(|(_, position)| position.reward_pool == *at)
            .collect();
        assert_eq!(
            positions.len() as u64,
            u64::from(pool.positions),
            "reward pool {at}: positions"
        );

        let weight: u64 = positions
            .iter()
            .map(|(_, position)| position.holding.weight)
            .sum();
        let pending: u64 = positions
            .iter()
            .map(|(_, position)| position.holding.pending)
            .sum();
        let (counted, waiting) = (pool.accumulator.weight, pool.accumulator.pending);
        assert_eq!(
            weight + pending,
            counted + waiting,
            "reward pool {at}: the weights' sum"
        );

        let owed: u128 = positions
            .iter()
            .map(|(_, position)| earned(&pool.accumulator, &position.holding))
            .sum();
        let liabilities =
            pool.stream.remaining.get() + u128::from(pool.accumulator.undivided) + owed;
        let kept = u128::from(pool.funded - pool.paid) << 64;
        assert_eq!(
            liabilities, kept,
            "reward pool {at}: funded less paid is not what is owed or yet to flow"
        );
        let vault = vault_balance(svm, &pool.vault);
        assert!(
            vault >= pool.funded - pool.paid,
            "reward pool {at}: the vault holds {vault}"
        );
    }
    let exists = |address| books.reward_pools.iter().any(|(pool, _)| pool == address);
    assert!(
        books
            .reward_positions
            .iter()
            .all(|(_, position)| exists(&position.reward_pool)),
        "a part in no pool"
    );
}
