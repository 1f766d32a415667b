//! Stake that has joined a reward pool is weight there.

use althing::rewards::{RewardPool, RewardPosition};
use althing_program_tests::prelude::*;

use super::refused;

#[test]
fn stake_that_has_joined_a_pool_is_weight_there_from_the_next_epoch_on() {
    let (mut w, c, host, anna, _) = rewarded();
    w.join_rewards(&c, &host, &anna);
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
    assert_eq!(weights(&w), [(600, 50), (600, 50)]);
    w.wait(99);
    w.stake(&c, &host, &anna, 1).unwrap();
    assert_eq!(weights(&w), [(600, 51), (600, 51)]);
    w.wait(1);
    w.stake(&c, &host, &anna, 2).unwrap();
    assert_eq!(weights(&w), [(651, 2), (651, 2)]);
}

#[test]
fn a_position_needs_its_reward_accounts_and_no_others() {
    let (mut w, c, host, anna, bert) = rewarded();
    let e = elsewhere(&mut w, &c, true);
    let with = |reward_pool, reward_position| accounts::StakeTokens {
        reward_pool,
        reward_position,
        ..c.stake_tokens(&host, &anna)
    };
    let (pool, part) = (Some(host.reward_pool), Some(anna.reward_position));
    refused(
        &mut w,
        with(pool, Some(e.guest.reward_position)),
        &anna.key,
        AlthingError::NotJoined,
    );
    refused(&mut w, with(pool, None), &anna.key, AlthingError::NotJoined);
    refused(
        &mut w,
        with(None, Some(e.guest.reward_position)),
        &anna.key,
        AlthingError::NotJoined,
    );

    w.join_rewards(&c, &host, &anna);
    w.join_rewards(&c, &host, &bert);
    refused(
        &mut w,
        with(None, None),
        &anna.key,
        AlthingError::RewardAccountsMissing,
    );
    refused(
        &mut w,
        with(pool, None),
        &anna.key,
        AlthingError::RewardAccountsMissing,
    );
    refused(
        &mut w,
        with(None, part),
        &anna.key,
        AlthingError::RewardAccountsMissing,
    );
    refused(
        &mut w,
        with(pool, Some(bert.reward_position)),
        &anna.key,
        AlthingError::WrongRewardPosition,
    );
    refused(
        &mut w,
        with(pool, Some(e.guest.reward_position)),
        &anna.key,
        AlthingError::WrongRewardPosition,
    );
    refused(
        &mut w,
        with(Some(e.neighbour.reward_pool), part),
        &anna.key,
        AlthingError::WrongRewardPool,
    );
    refused(
        &mut w,
        with(Some(e.foreign.reward_pool), part),
        &anna.key,
        AlthingError::WrongRewardPool,
    );
    w.stake(&c, &host, &anna, 1).unwrap();
}
