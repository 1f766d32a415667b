//! Tranches, their time and their weight; `relations` has the accounts around, `worth` what shares
//! stand for.

mod relations;
mod worth;

use althing::compute::events::UnstakeRequested;
use althing::compute::Unbonding;
use althing::rewards::{RewardPool, RewardPosition};
use althing_program_tests::prelude::*;

use super::*;

fn refused(w: &mut World, accounts: accounts::RequestUnstake, keys: &[&Keypair], error: impl Code) {
    assert_refused(
        w.send(
            &[accounts.call(instruction::RequestUnstake { shares: 1 })],
            keys,
        ),
        error,
    );
}

fn tranche(w: &World, staker: &Staker, number: u64) -> Unbonding {
    w.zero_copy(&pda::unbonding(&staker.position, number))
}

#[test]
fn test_request_unstake_ok() {
    let (mut w, c, host, anna, bert) = staked();
    let before = w.lamports(&c.renter.pubkey());
    let sent = w.unstake(&c, &host, &anna, 150).unwrap();

    let first = tranche(&w, &anna, 0);
    assert_eq!(
        (first.version, first.number, first.shares, first.round),
        (1, 0, 150, 0)
    );
    assert_eq!(
        (first.position, first.provider),
        (anna.position, host.provider)
    );
    assert_eq!(
        (first.holder, first.payer),
        (anna.address(), c.renter.pubkey())
    );
    assert_eq!(first.ready_at, w.now() + 200);
    let stake = position(&w, &anna);
    assert_eq!(
        (stake.shares, stake.open_unbondings, stake.unbonding_count),
        (450, 1, 1)
    );
    assert_eq!(position(&w, &bert).shares, 400);
    assert_eq!(pools(&w, &host), [(850, 850), (150, 150)]);
    // Nothing has moved yet.
    assert_eq!(
        (w.balance(&host.vault), w.balance(&anna.tokens)),
        (1_000, SAVINGS - 600)
    );
    assert_eq!(
        before - w.lamports(&c.renter.pubkey()),
        w.rent(Unbonding::SPACE)
    );
    let events = sent.events::<UnstakeRequested>();
    assert_eq!(events.len(), 1);
    let event = &events[0];
    assert_eq!(
        (event.provider, event.holder),
        (host.provider, anna.address())
    );
    assert_eq!(event.unbonding, pda::unbonding(&anna.position, 0));
    assert_eq!(
        (event.shares, event.amount, event.ready_at),
        (150, 150, w.now() + 200)
    );
}

#[test]
fn tranches_are_numbered_and_keep_their_own_time() {
    let (mut w, c, host, anna, _) = staked();
    let begin = w.now();
    w.unstake(&c, &host, &anna, 100).unwrap();
    w.unstake(&c, &host, &anna, 200).unwrap();
    w.wait(5);
    w.unstake(&c, &host, &anna, 300).unwrap();
    let read = [0, 1, 2]
        .map(|number| tranche(&w, &anna, number))
        .map(|t| (t.shares, t.ready_at - begin));
    assert_eq!(read, [(100, 200), (200, 200), (300, 205)]);
    let stake = position(&w, &anna);
    assert_eq!(
        (stake.shares, stake.open_unbondings, stake.unbonding_count),
        (0, 3, 3)
    );
}

#[test]
fn test_request_unstake_refuses_no_shares_and_too_many() {
    let (mut w, c, host, anna, _) = staked();
    assert_refused(w.unstake(&c, &host, &anna, 0), AlthingError::SharesAreZero);
    assert_refused(
        w.unstake(&c, &host, &anna, 601),
        AlthingError::SharesOverPosition,
    );
    assert_refused(
        w.unstake(&c, &host, &anna, u64::MAX),
        AlthingError::SharesOverPosition,
    );
    w.unstake(&c, &host, &anna, 600).unwrap();
    assert_refused(
        w.unstake(&c, &host, &anna, 1),
        AlthingError::SharesOverPosition,
    );
    assert_eq!(pools(&w, &host), [(400, 400), (600, 600)]);
}

#[test]
fn a_position_needs_its_reward_accounts_and_no_others() {
    let (mut w, c, host, anna, bert) = rewarded();
    let e = elsewhere(&mut w, &c, true);
    let with = |reward_pool, reward_position| accounts::RequestUnstake {
        reward_pool,
        reward_position,
        ..c.request_unstake(&host, &anna, 0)
    };
    let keys = [&anna.key, &c.renter];
    let (pool, part) = (Some(host.reward_pool), Some(anna.reward_position));
    refused(
        &mut w,
        with(pool, Some(e.guest.reward_position)),
        &keys,
        AlthingError::NotJoined,
    );
    refused(&mut w, with(pool, None), &keys, AlthingError::NotJoined);
    refused(
        &mut w,
        with(None, Some(e.guest.reward_position)),
        &keys,
        AlthingError::NotJoined,
    );

    w.join_rewards(&c, &host, &anna);
    w.join_rewards(&c, &host, &bert);
    refused(
        &mut w,
        with(None, None),
        &keys,
        AlthingError::RewardAccountsMissing,
    );
    refused(
        &mut w,
        with(pool, None),
        &keys,
        AlthingError::RewardAccountsMissing,
    );
    refused(
        &mut w,
        with(None, part),
        &keys,
        AlthingError::RewardAccountsMissing,
    );
    refused(
        &mut w,
        with(pool, Some(bert.reward_position)),
        &keys,
        AlthingError::WrongRewardPosition,
    );
    refused(
        &mut w,
        with(Some(e.neighbour.reward_pool), part),
        &keys,
        AlthingError::WrongRewardPool,
    );
    w.unstake(&c, &host, &anna, 1).unwrap();
}

#[test]
fn weight_leaves_the_reward_pool_at_once_what_is_warming_up_first() {
    let (mut w, c, host, anna, bert) = rewarded();
    w.join_rewards(&c, &host, &anna);
    w.join_rewards(&c, &host, &bert);
    w.wait(100);
    w.stake(&c, &host, &anna, 50).unwrap();
    let weights = |w: &World| {
        let (pool, part): (RewardPool, RewardPosition) = (
            w.zero_copy(&host.reward_pool),
            w.zero_copy(&anna.reward_position),
        );
        [
            (pool.accumulator.weight, pool.accumulator.pending),
            (part.holding.weight, part.holding.pending),
        ]
    };
    assert_eq!(weights(&w), [(1_000, 50), (600, 50)]);
    w.unstake(&c, &host, &anna, 20).unwrap();
    assert_eq!(weights(&w), [(1_000, 30), (600, 30)]);
    w.unstake(&c, &host, &anna, 130).unwrap();
    assert_eq!(weights(&w), [(900, 0), (500, 0)]);
    w.unstake(&c, &host, &anna, 500).unwrap();
    assert_eq!(weights(&w), [(400, 0), (0, 0)]);
}

#[test]
fn a_longer_cooldown_is_for_later_tranches() {
    let (mut w, c, host, anna, _) = staked();
    w.unstake(&c, &host, &anna, 1).unwrap();
    let ready_at = tranche(&w, &anna, 0).ready_at;
    let config = Config {
        withdrawal_cooldown: 1_000,
        ..config()
    };
    w.pass(
        &c,
        &[c.update_config().call(instruction::UpdateConfig { config })],
    );
    w.unstake(&c, &host, &anna, 1).unwrap();
    assert_eq!(
        (
            tranche(&w, &anna, 0).ready_at,
            tranche(&w, &anna, 1).ready_at
        ),
        (ready_at, w.now() + 1_000)
    );
}

#[test]
fn a_time_that_does_not_fit_is_refused() {
    let (mut w, c, host, anna, _) = staked();
    w.warp_to(i64::MAX - 199);
    assert_refused(w.unstake(&c, &host, &anna, 1), AlthingError::Overflow);
    w.warp_to(i64::MAX - 200);
    w.unstake(&c, &host, &anna, 1).unwrap();
    assert_eq!(tranche(&w, &anna, 0).ready_at, i64::MAX);
}
