use althing::compute::events::RewardsJoined;
use althing::rewards::{RewardPool, RewardPosition};
use althing_program_tests::prelude::*;
use std::slice::from_ref;

use super::*;

fn join(accounts: accounts::JoinRewards) -> Instruction {
    accounts.call(instruction::JoinRewards {})
}

#[test]
fn test_join_rewards_ok() {
    let (mut w, c, host, anna, _) = rewarded();
    let (epoch, before) = (w.epoch(&c), w.lamports(&c.renter.pubkey()));
    let sent = w.join_rewards(&c, &host, &anna);

    let part: RewardPosition = w.zero_copy(&anna.reward_position);
    assert_eq!(
        (part.version, part.reward_pool, part.holder),
        (1, host.reward_pool, anna.address())
    );
    assert_eq!(
        (part.source, part.payer),
        (anna.position, c.renter.pubkey())
    );
    let holding = part.holding;
    assert_eq!(
        (holding.weight, holding.pending, holding.pending_epoch),
        (0, 600, epoch + 1)
    );
    assert_eq!(
        (holding.owed, holding.fraction, holding.per_weight.get()),
        (0, 0, 0)
    );
    let pool: RewardPool = w.zero_copy(&host.reward_pool);
    assert_eq!(
        (
            pool.positions,
            pool.accumulator.weight,
            pool.accumulator.pending
        ),
        (1, 0, 600)
    );
    assert_eq!(
        (
            pool.accumulator.pending_epoch,
            pool.accumulator.marks[0].holdings
        ),
        (epoch + 1, 1)
    );
    let stake = position(&w, &anna);
    assert_eq!(
        (stake.reward_position, stake.shares),
        (anna.reward_position, 600)
    );
    assert_eq!(
        before - w.lamports(&c.renter.pubkey()),
        w.rent(RewardPosition::SPACE)
    );
    let events = sent.events::<RewardsJoined>();
    assert_eq!(events.len(), 1);
    assert_eq!(
        (events[0].reward_pool, events[0].holder, events[0].weight),
        (host.reward_pool, anna.address(), 600)
    );
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, host, anna, _) = rewarded();
    w.sweep(join(c.join_rewards(&host, &anna)), &[&anna.key, &c.renter])
        .run();
}

#[test]
fn a_position_joins_once() {
    let (mut w, c, host, anna, _) = rewarded();
    w.join_rewards(&c, &host, &anna);
    let again = join(c.join_rewards(&host, &anna));
    assert_refused(
        w.send(&[again], &[&anna.key, &c.renter]),
        SYSTEM_ACCOUNT_EXISTS,
    );
}

#[test]
fn a_position_without_shares_has_nothing_to_join_with() {
    let (mut w, c, host, anna, bert) = rewarded();
    let carl = w.staker(&c, &host, "carl", 0);
    let ix = join(c.join_rewards(&host, &carl));
    assert_refused(
        w.send(&[ix], &[&carl.key, &c.renter]),
        AlthingError::NothingStaked,
    );
    w.unstake(&c, &host, &anna, 600).unwrap();
    let ix = join(c.join_rewards(&host, &anna));
    assert_refused(
        w.send(&[ix], &[&anna.key, &c.renter]),
        AlthingError::NothingStaked,
    );
    // Nor one whose shares were voided.
    wipe(&mut w, &c, &host);
    let ix = join(c.join_rewards(&host, &bert));
    assert_refused(
        w.send(&[ix], &[&bert.key, &c.renter]),
        AlthingError::NothingStaked,
    );
}

#[test]
fn nobody_but_the_holder_may() {
    let (mut w, c, host, anna, bert) = rewarded();
    let accounts = accounts::JoinRewards {
        position: anna.position,
        ..c.join_rewards(&host, &bert)
    };
    assert_refused(
        w.send(&[join(accounts)], &[&bert.key, &c.renter]),
        AlthingError::WrongHolder,
    );
}

#[test]
fn a_provider_that_has_retired_earns_nothing_more() {
    let (mut w, c, host, anna, _) = rewarded();
    w.retire(&c, &host);
    let ix = join(c.join_rewards(&host, &anna));
    assert_refused(
        w.send(&[ix], &[&anna.key, &c.renter]),
        AlthingError::ProviderHasRetired,
    );
}

#[test]
fn test_join_rewards_refuses_accounts_of_others() {
    let (mut w, c, host, anna, bert) = rewarded();
    let e = elsewhere(&mut w, &c, false);
    let a = || c.join_rewards(&host, &anna);
    let part = |pool: &Pubkey| pda::reward_position(pool, &anna.address());
    let into = |host: &Host| accounts::JoinRewards {
        reward_pool: host.reward_pool,
        reward_position: part(&host.reward_pool),
        ..a()
    };
    let cases = [
        (into(&e.neighbour), AlthingError::WrongRewardPool.code()),
        (into(&e.foreign), AlthingError::WrongRewardPool.code()),
        (
            accounts::JoinRewards {
                provider: e.neighbour.provider,
                ..a()
            },
            AlthingError::WrongProvider.code(),
        ),
        (
            accounts::JoinRewards {
                position: e.guest.position,
                ..a()
            },
            AlthingError::WrongProvider.code(),
        ),
        (
            accounts::JoinRewards {
                position: bert.position,
                ..a()
            },
            AlthingError::WrongHolder.code(),
        ),
        (
            accounts::JoinRewards {
                reward_position: bert.reward_position,
                ..a()
            },
            AnchorError::ConstraintSeeds.code(),
        ),
        (
            accounts::JoinRewards {
                reward_position: e.guest.reward_position,
                ..a()
            },
            AnchorError::ConstraintSeeds.code(),
        ),
    ];
    for (accounts, (error, name)) in cases {
        let refusal = w
            .send(&[join(accounts)], &[&anna.key, &c.renter])
            .unwrap_err();
        assert_eq!(
            refusal.custom_code(),
            Some(error),
            "expected {name}, got {refusal}"
        );
    }
}

#[test]
fn a_pool_of_another_organisation_for_the_same_provider_is_refused() {
    let (mut w, c, host, anna, _) = rewarded();
    let other = Community::with_members(&mut w, "Other", TOKEN);
    let reward_pool = pda::reward_pool(&other.dao, &host.provider);
    let theirs = Host {
        reward_pool,
        reward_vault: pda::vault(&reward_pool),
        ..host.clone()
    };
    w.pass(
        &other,
        &[other
            .create_reward_pool(&theirs)
            .call(instruction::CreateRewardPool { window: 1 })],
    );
    let reward_position = pda::reward_position(&reward_pool, &anna.address());
    let accounts = accounts::JoinRewards {
        reward_pool,
        reward_position,
        ..c.join_rewards(&host, &anna)
    };
    assert_refused(
        w.send(&[join(accounts)], &[&anna.key, &c.renter]),
        AlthingError::WrongDao,
    );
}

#[test]
fn weight_after_a_slash_is_shares_not_tokens() {
    let (mut w, c, host, anna, _) = rewarded();
    w.pass(&c, &[c.slash(&host, [1; 32], 3_000)]);
    w.join_rewards(&c, &host, &anna);
    assert_eq!(
        w.zero_copy::<RewardPosition>(&anna.reward_position)
            .holding
            .pending,
        600
    );
}

#[test]
fn one_who_left_can_join_again() {
    let (mut w, c, host, anna, _) = rewarded();
    w.join_rewards(&c, &host, &anna);
    w.go(&[c.leave(&host, &anna)], &[&anna.key]);
    w.next_slot();
    w.join_rewards(&c, &host, &anna);
    let pool: RewardPool = w.zero_copy(&host.reward_pool);
    assert_eq!(
        (
            pool.positions,
            pool.accumulator.pending,
            pool.accumulator.marks[0].holdings
        ),
        (1, 600, 1)
    );
}

#[test]
fn a_pool_whose_marks_are_all_in_use_waits_for_a_claim() {
    let (mut w, c, host, anna, _) = rewarded();
    // Thirty-two people, each in an epoch of its own, whom nobody ever settles.
    let mut early = vec![];
    for number in 0..32 {
        let staker = w.staker(&c, &host, &format!("early {number}"), 1);
        w.join_rewards(&c, &host, &staker);
        w.next_epoch(&c);
        early.push(staker);
    }
    let ix = join(c.join_rewards(&host, &anna));
    assert_refused(
        w.send(from_ref(&ix), &[&anna.key, &c.renter]),
        AlthingError::RewardMarksFull,
    );
    // To leave, nobody needs a mark; who stakes more frees the one that they used alone.
    w.clone().unstake(&c, &host, &early[0], 1).unwrap();
    w.clone().stake(&c, &host, &early[7], 1).unwrap();
    // Nothing was funded, so nothing is paid, but the mark is free.
    w.claim(&c, &host, &early[31]).unwrap();
    assert_eq!(w.balance(&early[31].purse), 0);
    w.go(&[ix], &[&anna.key, &c.renter]);
}
