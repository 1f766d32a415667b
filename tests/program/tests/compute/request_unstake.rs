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
fn what_the_shares_stand_for_is_rounded_down_and_the_last_share_takes_the_rest() {
    let (mut w, c, host, anna, bert) = staked();
    w.pass(&c, &[c.slash(&host, [1; 32], 70)]);
    // 100 * 993 / 1,000 = 99.3; then 900 shares stand for 894.
    let sent = w.unstake(&c, &host, &anna, 100).unwrap();
    assert_eq!(sent.events::<UnstakeRequested>()[0].amount, 99);
    assert_eq!(pools(&w, &host), [(894, 900), (99, 99)]);
    // 1 * 894 / 900 < 1: a share alone is worth nothing, and makes an empty tranche.
    w.unstake(&c, &host, &bert, 1).unwrap();
    assert_eq!(
        (tranche(&w, &bert, 0).shares, pools(&w, &host)),
        (0, [(894, 899), (99, 99)])
    );
    // 500 * 894 / 899 = 497.2
    w.unstake(&c, &host, &anna, 500).unwrap();
    assert_eq!(pools(&w, &host), [(397, 399), (596, 596)]);
    w.unstake(&c, &host, &bert, 399).unwrap();
    assert_eq!(
        (tranche(&w, &bert, 1).shares, pools(&w, &host)),
        (397, [(0, 0), (993, 993)])
    );
}

#[test]
fn into_a_pool_that_was_slashed_a_token_buys_more_shares() {
    let (mut w, c, host, anna, bert) = staked();
    w.unstake(&c, &host, &anna, 300).unwrap();
    w.pass(&c, &[c.slash(&host, [1; 32], 1_000)]);
    assert_eq!(pools(&w, &host), [(630, 700), (270, 300)]);
    // 70 shares stand for 63, which are 70 shares of what leaves.
    w.unstake(&c, &host, &bert, 70).unwrap();
    assert_eq!(
        (tranche(&w, &bert, 0).shares, pools(&w, &host)),
        (70, [(567, 630), (333, 370)])
    );
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, host, anna, _) = staked();
    w.sweep(
        c.unstake(&host, &anna, false, 0, 1),
        &[&anna.key, &c.renter],
    )
    .run();
    let (mut w, c, host, anna, _) = rewarded();
    w.join_rewards(&c, &host, &anna);
    w.sweep(c.unstake(&host, &anna, true, 0, 1), &[&anna.key, &c.renter])
        .run();
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
fn a_tranche_has_the_next_number() {
    let (mut w, c, host, anna, bert) = staked();
    w.unstake(&c, &host, &anna, 1).unwrap();
    let keys = [&anna.key, &c.renter];
    for address in [
        pda::unbonding(&anna.position, 0),
        pda::unbonding(&anna.position, 2),
        pda::unbonding(&bert.position, 1),
    ] {
        let accounts = accounts::RequestUnstake {
            unbonding: address,
            ..c.request_unstake(&host, &anna, 1)
        };
        refused(&mut w, accounts, &keys, AnchorError::ConstraintSeeds);
    }
}

#[test]
fn nobody_but_the_holder_may() {
    let (mut w, c, host, anna, bert) = staked();
    let accounts = accounts::RequestUnstake {
        holder: bert.address(),
        ..c.request_unstake(&host, &anna, 0)
    };
    refused(
        &mut w,
        accounts,
        &[&bert.key, &c.renter],
        AlthingError::WrongHolder,
    );
    let by_vote = accounts::RequestUnstake {
        holder: c.authority,
        payer: c.authority,
        ..c.request_unstake(&host, &anna, 0)
    };
    let by_vote = by_vote.call(instruction::RequestUnstake { shares: 1 });
    assert_refused(w.as_authority(&c, by_vote), AlthingError::WrongHolder);
}

#[test]
fn test_request_unstake_refuses_accounts_of_others() {
    let (mut w, c, host, anna, _) = staked();
    let e = elsewhere(&mut w, &c, false);
    let a = || c.request_unstake(&host, &anna, 0);
    let theirs = |staker: &Staker, wrong: accounts::RequestUnstake| accounts::RequestUnstake {
        position: staker.position,
        unbonding: pda::unbonding(&staker.position, 0),
        ..wrong
    };
    let keys = [&anna.key, &c.renter];
    let cases = [
        (
            accounts::RequestUnstake {
                dao: e.other.dao,
                ..a()
            },
            AlthingError::WrongDao,
        ),
        (
            accounts::RequestUnstake {
                provider: e.foreign.provider,
                ..a()
            },
            AlthingError::WrongDao,
        ),
        (
            accounts::RequestUnstake {
                provider: e.neighbour.provider,
                ..a()
            },
            AlthingError::WrongProvider,
        ),
        (theirs(&e.guest, a()), AlthingError::WrongProvider),
        (theirs(&e.stranger, a()), AlthingError::WrongProvider),
    ];
    for (accounts, error) in cases {
        refused(&mut w, accounts, &keys, error);
    }
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
fn a_tranche_that_does_not_fit_is_refused_until_older_ones_have_left() {
    let (mut w, c, host, anna, bert) = staked();
    w.mint_to(&c.mint, &anna.tokens, 1 << 60);
    w.mint_to(&c.mint, &bert.tokens, 1 << 60);
    w.stake(&c, &host, &anna, 1 << 60).unwrap();
    w.unstake(&c, &host, &anna, 1 << 60).unwrap();
    raise_cap(&mut w, &c, 10_000);
    w.pass(&c, &[c.slash(&host, [1; 32], 9_999)]);
    let (assets, shares) = ((1 << 60) / 10_000, 1 << 60);
    assert_eq!(pools(&w, &host), [(0, 0), (assets, shares)]);
    // The most that may follow: floor(amount * shares / assets) <= u64::MAX - shares.
    let room = u128::from(u64::MAX - shares);
    let most =
        u64::try_from(((room + 1) * u128::from(assets)).div_ceil(u128::from(shares)) - 1).unwrap();
    w.stake(&c, &host, &bert, most + 1).unwrap();
    assert_refused(
        w.unstake(&c, &host, &bert, most + 1),
        AlthingError::StakeDoesNotFit,
    );
    w.clone().unstake(&c, &host, &bert, most).unwrap();
    w.wait(200);
    w.withdraw(&c, &host, &anna, 0).unwrap();
    w.unstake(&c, &host, &bert, most + 1).unwrap();
}

#[test]
fn void_shares_cannot_be_taken_out() {
    let (mut w, c, host, anna, bert) = staked();
    wipe(&mut w, &c, &host);
    assert_refused(
        w.unstake(&c, &host, &anna, 1),
        AlthingError::SharesOverPosition,
    );
    w.stake(&c, &host, &bert, 100).unwrap();
    assert_refused(
        w.unstake(&c, &host, &anna, 1),
        AlthingError::SharesOverPosition,
    );
    assert_refused(
        w.unstake(&c, &host, &bert, 101),
        AlthingError::SharesOverPosition,
    );
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
