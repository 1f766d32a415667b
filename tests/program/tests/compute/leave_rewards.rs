use althing::compute::events::RewardsLeft;
use althing::rewards::{RewardPool, RewardPosition};
use althing_program_tests::prelude::*;

use super::*;

fn by(c: &Community, host: &Host, staker: &Staker, caller: Pubkey) -> Instruction {
    accounts::LeaveRewards {
        caller,
        ..c.leave_rewards(host, staker)
    }
    .call(instruction::LeaveRewards {})
}

/// [`rewarded`], where both have joined and weigh, and 1,000 a second flow.
fn flowing() -> (World, Community, Host, Staker, Staker) {
    let (mut w, c, host, anna, bert) = rewarded();
    w.fund(&c, &host, SAVINGS).unwrap();
    w.join_rewards(&c, &host, &anna);
    w.join_rewards(&c, &host, &bert);
    w.wait(100);
    (w, c, host, anna, bert)
}

#[test]
fn test_leave_rewards_ok() {
    let (mut w, c, host, anna, bert) = flowing();
    w.wait(10);
    let before = w.lamports(&c.renter.pubkey());
    let sent = w.go(
        &[c.claim(&host, &anna), c.leave(&host, &anna)],
        &[&anna.key],
    );
    assert_eq!(w.balance(&anna.purse), 6_000);
    assert!(!w.exists(&anna.reward_position));
    assert_eq!(
        (
            position(&w, &anna).reward_position,
            position(&w, &anna).shares
        ),
        (Pubkey::default(), 600)
    );
    let pool: RewardPool = w.zero_copy(&host.reward_pool);
    assert_eq!(
        (
            pool.positions,
            pool.accumulator.weight,
            pool.accumulator.pending
        ),
        (1, 400, 0)
    );
    assert_eq!(
        w.lamports(&c.renter.pubkey()) - before,
        w.rent(RewardPosition::SPACE)
    );
    let events = sent.events::<RewardsLeft>();
    assert_eq!(events.len(), 1);
    assert_eq!(
        (events[0].reward_pool, events[0].holder),
        (host.reward_pool, anna.address())
    );
    // From here on all of it is Bert's.
    w.wait(10);
    w.claim(&c, &host, &bert).unwrap();
    assert_eq!(w.balance(&bert.purse), 4_000 + 10_000);
}

#[test]
fn what_is_owed_is_claimed_first() {
    let (mut w, c, host, anna, _) = flowing();
    w.wait(1);
    assert_refused(
        w.send(&[c.leave(&host, &anna)], &[&anna.key]),
        AlthingError::RewardsOwed,
    );
    let wrong_order = [c.leave(&host, &anna), c.claim(&host, &anna)];
    assert_refused(
        w.send(&wrong_order, &[&anna.key]),
        AlthingError::RewardsOwed,
    );
    w.claim(&c, &host, &anna).unwrap();
    w.clone().go(&[c.leave(&host, &anna)], &[&anna.key]);
    w.wait(1);
    assert_refused(
        w.send(&[c.leave(&host, &anna)], &[&anna.key]),
        AlthingError::RewardsOwed,
    );
}

#[test]
fn weight_that_still_warms_up_leaves_without_a_trace() {
    let (mut w, c, host, anna, _) = rewarded();
    w.join_rewards(&c, &host, &anna);
    w.go(&[c.leave(&host, &anna)], &[&anna.key]);
    let pool: RewardPool = w.zero_copy(&host.reward_pool);
    assert_eq!(
        (
            pool.positions,
            pool.accumulator.weight,
            pool.accumulator.pending
        ),
        (0, 0, 0)
    );
    assert!(pool.accumulator.marks.iter().all(|mark| mark.holdings == 0));
}

#[test]
fn less_than_a_base_unit_flows_to_those_who_stay() {
    let (mut w, c, host, anna, bert) = rewarded();
    w.fund(&c, &host, 1_000).unwrap();
    w.join_rewards(&c, &host, &anna);
    w.join_rewards(&c, &host, &bert);
    // One a second: 0.6 and 0.4.
    w.wait(101);
    w.go(
        &[c.claim(&host, &anna), c.leave(&host, &anna)],
        &[&anna.key],
    );
    assert_eq!(w.balance(&anna.purse), 0);
    let pool: RewardPool = w.zero_copy(&host.reward_pool);
    let more = pool.stream.remaining.get() - (999 << 64);
    // Her fraction: 600 times the floor of 2^64 / 1,000.
    assert_eq!(more, 600 * ((1 << 64) / 1_000));
    w.wait(999);
    w.claim(&c, &host, &bert).unwrap();
    // With his own 0.4 and her 0.6 it is all that was ever funded.
    assert_eq!(w.balance(&bert.purse), 1_000);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, host, anna, _) = flowing();
    w.sweep(c.leave(&host, &anna), &[&anna.key]).run();
}

#[test]
fn one_leaves_once() {
    let (mut w, c, host, anna, _) = flowing();
    let twice = [c.leave(&host, &anna), c.leave(&host, &anna)];
    assert_refused(
        w.send(&twice, &[&anna.key]),
        AnchorError::AccountOwnedByWrongProgram,
    );
    w.go(&twice[..1], &[&anna.key]);
    assert_refused(
        w.send(&twice[1..], &[&anna.key]),
        AnchorError::AccountOwnedByWrongProgram,
    );
}

#[test]
fn nobody_else_may_while_there_are_shares_and_the_provider_is_active() {
    let (mut w, c, host, anna, bert) = flowing();
    for key in [&bert.key, &host.operator, &c.creator] {
        assert_refused(
            w.send(&[by(&c, &host, &anna, key.pubkey())], &[key]),
            AlthingError::WrongHolder,
        );
    }
    assert_refused(
        w.as_authority(&c, by(&c, &host, &anna, c.authority)),
        AlthingError::WrongHolder,
    );
}

#[test]
fn anybody_may_where_no_shares_are_left() {
    let (mut w, c, host, anna, bert) = flowing();
    w.unstake(&c, &host, &anna, 599).unwrap();
    assert_refused(
        w.send(&[by(&c, &host, &anna, bert.address())], &[&bert.key]),
        AlthingError::WrongHolder,
    );
    w.unstake(&c, &host, &anna, 1).unwrap();
    w.go(&[by(&c, &host, &anna, bert.address())], &[&bert.key]);
    assert!(!w.exists(&anna.reward_position));
}

#[test]
fn anybody_may_where_the_provider_has_retired() {
    let (mut w, c, host, anna, bert) = flowing();
    w.retire(&c, &host);
    w.wait(1);
    // Even then not before the holder is paid.
    assert_refused(
        w.send(&[by(&c, &host, &anna, bert.address())], &[&bert.key]),
        AlthingError::RewardsOwed,
    );
    w.go(
        &[c.claim(&host, &anna), by(&c, &host, &anna, bert.address())],
        &[&bert.key],
    );
    assert_eq!(
        (w.balance(&anna.purse), position(&w, &anna).shares),
        (600, 600)
    );
}

#[test]
fn anybody_may_after_a_slash_of_everything_and_void_weight_ends_there() {
    let (mut w, c, host, anna, bert) = flowing();
    wipe(&mut w, &c, &host);
    w.stake(&c, &host, &bert, 100).unwrap();
    let pool: RewardPool = w.zero_copy(&host.reward_pool);
    assert_eq!(
        (pool.accumulator.weight, pool.accumulator.pending),
        (600, 100)
    );
    w.go(
        &[c.claim(&host, &anna), by(&c, &host, &anna, bert.address())],
        &[&bert.key],
    );
    let pool: RewardPool = w.zero_copy(&host.reward_pool);
    assert_eq!(
        (
            pool.accumulator.weight,
            pool.accumulator.pending,
            pool.positions
        ),
        (0, 100, 1)
    );
}

#[test]
fn test_leave_rewards_refuses_accounts_of_others() {
    let (mut w, c, host, anna, bert) = flowing();
    let e = elsewhere(&mut w, &c, true);
    w.go(&[c.claim(&host, &anna)], &[]);
    let a = || c.leave_rewards(&host, &anna);
    let cases = [
        (
            accounts::LeaveRewards {
                provider: e.neighbour.provider,
                ..a()
            },
            AlthingError::WrongProvider,
        ),
        (
            accounts::LeaveRewards {
                provider: e.foreign.provider,
                ..a()
            },
            AlthingError::WrongProvider,
        ),
        (
            accounts::LeaveRewards {
                position: bert.position,
                ..a()
            },
            AlthingError::WrongHolder,
        ),
        (
            accounts::LeaveRewards {
                position: e.guest.position,
                ..a()
            },
            AlthingError::WrongProvider,
        ),
        (
            accounts::LeaveRewards {
                reward_pool: e.neighbour.reward_pool,
                ..a()
            },
            AlthingError::WrongRewardPool,
        ),
        (
            accounts::LeaveRewards {
                reward_pool: e.foreign.reward_pool,
                ..a()
            },
            AlthingError::WrongRewardPool,
        ),
        (
            accounts::LeaveRewards {
                reward_position: bert.reward_position,
                ..a()
            },
            AlthingError::WrongRewardPosition,
        ),
        (
            accounts::LeaveRewards {
                reward_position: e.guest.reward_position,
                ..a()
            },
            AlthingError::WrongRewardPosition,
        ),
        (
            accounts::LeaveRewards {
                payer: anna.address(),
                ..a()
            },
            AlthingError::WrongPayer,
        ),
    ];
    for (accounts, error) in cases {
        assert_refused(
            w.send(&[accounts.call(instruction::LeaveRewards {})], &[&anna.key]),
            error,
        );
    }
    w.go(&[c.leave(&host, &anna)], &[&anna.key]);
}

#[test]
fn one_who_has_not_joined_cannot_leave() {
    let (mut w, c, host, anna, bert) = rewarded();
    w.join_rewards(&c, &host, &bert);
    let accounts = accounts::LeaveRewards {
        reward_position: bert.reward_position,
        ..c.leave_rewards(&host, &anna)
    };
    let ix = accounts.call(instruction::LeaveRewards {});
    assert_refused(
        w.send(&[ix], &[&anna.key]),
        AlthingError::WrongRewardPosition,
    );
}
