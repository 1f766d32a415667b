//! What a claim pays and when; `payee` has whom.

mod payee;

use althing::rewards::events::RewardClaimed;
use althing_program_tests::prelude::*;
use std::slice::from_ref;

use super::*;

#[track_caller]
fn refused(w: &mut World, accounts: accounts::ClaimReward, error: impl Code) {
    assert_refused(
        w.send(&[accounts.call(instruction::ClaimReward {})], &[]),
        error,
    );
}

#[test]
fn test_claim_reward_ok() {
    let (mut w, c, host, anna, bert) = flowing();
    w.wait(10);
    let sent = w.claim(&c, &host, &anna).unwrap();
    assert_eq!((paid(&w, &anna), paid(&w, &bert)), (6_000, 0));
    assert_eq!(w.balance(&host.reward_vault), SAVINGS - 6_000);
    let pool = pool(&w, &host);
    assert_eq!(
        (pool.funded, pool.paid, pool.last),
        (SAVINGS, 6_000, w.now())
    );
    assert_eq!(
        (pool.stream.remaining.get() >> 64, pool.stream.time_left),
        (990_000, 990)
    );
    assert_eq!(
        (pool.accumulator.weight, pool.accumulator.pending),
        (1_000, 0)
    );
    assert_eq!(pool.accumulator.per_weight.get(), 10 << 64);
    let holding = part(&w, &anna).holding;
    assert_eq!(
        (
            holding.weight,
            holding.pending,
            holding.owed,
            holding.fraction
        ),
        (600, 0, 0, 0)
    );
    assert_eq!(holding.per_weight.get(), 10 << 64);
    let events = sent.events::<RewardClaimed>();
    assert_eq!(events.len(), 1);
    assert_eq!(
        (events[0].pool, events[0].holder, events[0].amount),
        (host.reward_pool, anna.address(), 6_000)
    );
}

#[test]
fn a_second_claim_in_the_same_second_finds_nothing() {
    let (mut w, c, host, anna, _) = flowing();
    w.wait(10);
    let claim = c.claim(&host, &anna);
    assert_refused(
        w.send(&[claim.clone(), claim.clone()], &[]),
        AlthingError::NothingToClaim,
    );
    w.go(from_ref(&claim), &[]);
    assert_refused(w.send(from_ref(&claim), &[]), AlthingError::NothingToClaim);
    w.next_slot();
    assert_refused(w.send(from_ref(&claim), &[]), AlthingError::NothingToClaim);
    w.wait(1);
    w.go(&[claim], &[]);
    assert_eq!(paid(&w, &anna), 6_600);
}

#[test]
fn a_clock_that_goes_back_pays_nothing() {
    let (mut w, c, host, anna, _) = flowing();
    w.wait(10);
    w.claim(&c, &host, &anna).unwrap();
    let now = w.now();
    w.warp_to(now - 9);
    assert_refused(w.claim(&c, &host, &anna), AlthingError::NothingToClaim);
    w.warp_to(now + 1);
    w.claim(&c, &host, &anna).unwrap();
    assert_eq!(paid(&w, &anna), 6_600);
}

#[test]
fn weight_counts_from_the_next_epoch_on_to_the_second() {
    let (mut w, c, host, _, bert) = rewarded();
    w.fund(&c, &host, SAVINGS).unwrap();
    w.wait(37);
    w.join_rewards(&c, &host, &bert);
    w.wait(62);
    assert_refused(w.claim(&c, &host, &bert), AlthingError::NothingToClaim);
    w.wait(1);
    // The epoch's first second: the weight counts, and nothing has flowed yet.
    w.claim(&c, &host, &bert).unwrap();
    assert_eq!((paid(&w, &bert), part(&w, &bert).holding.weight), (0, 400));
    assert_refused(w.claim(&c, &host, &bert), AlthingError::NothingToClaim);
    w.wait(1);
    w.claim(&c, &host, &bert).unwrap();
    assert_eq!(paid(&w, &bert), 1_000);
}

#[test]
fn one_who_joins_in_an_epochs_last_second_weighs_in_its_successors_first() {
    let (mut w, c, host, _, bert) = rewarded();
    w.fund(&c, &host, SAVINGS).unwrap();
    w.wait(99);
    w.join_rewards(&c, &host, &bert);
    w.wait(2);
    w.claim(&c, &host, &bert).unwrap();
    assert_eq!(paid(&w, &bert), 1_000);
}

#[test]
fn weight_counts_from_its_epoch_on_whoever_looks_whenever() {
    let (mut w, c, host, anna, bert) = rewarded();
    w.fund(&c, &host, SAVINGS).unwrap();
    w.join_rewards(&c, &host, &bert);
    w.wait(150);
    w.join_rewards(&c, &host, &anna);
    w.wait(250);
    // 100 s alone, then 200 s together. Anna is the first to look.
    let (mut later, order) = (w.clone(), [&bert, &anna]);
    w.claim(&c, &host, &anna).unwrap();
    w.claim(&c, &host, &bert).unwrap();
    assert_eq!(
        (paid(&w, &bert), paid(&w, &anna)),
        (100_000 + 80_000, 120_000)
    );
    later.wait(10_000);
    for staker in order {
        later.claim(&c, &host, staker).unwrap();
    }
    assert_eq!(
        (paid(&later, &bert), paid(&later, &anna)),
        (100_000 + 360_000, 540_000)
    );
}

#[test]
fn stake_that_is_added_and_taken_away_earns_exactly_while_it_counts() {
    let (mut w, c, host, anna, bert) = flowing();
    // 50 s at 600 : 400.
    w.wait(50);
    w.stake(&c, &host, &bert, 200).unwrap();
    // 50 s more before Bert's 200 count; then 600 : 600 for 30 s.
    w.wait(80);
    w.unstake(&c, &host, &anna, 400).unwrap();
    // At once 200 : 600, for 40 s.
    w.wait(40);
    w.claim(&c, &host, &anna).unwrap();
    w.claim(&c, &host, &bert).unwrap();
    assert_eq!(paid(&w, &anna), 60_000 + 15_000 + 10_000);
    assert_eq!(paid(&w, &bert), 40_000 + 15_000 + 30_000);
}

#[test]
fn a_slash_changes_nobodys_weight() {
    let (mut w, c, host, anna, bert) = flowing();
    let begin = w.now();
    w.pass(&c, &[c.slash(&host, [1; 32], 3_000)]);
    w.warp_to(begin + 200);
    w.claim(&c, &host, &anna).unwrap();
    w.claim(&c, &host, &bert).unwrap();
    assert_eq!((paid(&w, &anna), paid(&w, &bert)), (120_000, 80_000));
}

#[test]
fn every_wrong_account_is_refused() {
    let (mut w, c, host, anna, _) = flowing();
    w.wait(10);
    w.sweep(c.claim(&host, &anna), &[]).run();
}

#[test]
fn test_claim_reward_refuses_accounts_of_others() {
    let (mut w, c, host, anna, _) = flowing();
    let e = elsewhere(&mut w, &c, true);
    let fake = w.tokens("fake vault", &host.reward_mint, &anna.address(), 0);
    let a = || c.claim_reward(&host, &anna);
    let cases = [
        (
            accounts::ClaimReward {
                reward_pool: e.neighbour.reward_pool,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::ClaimReward {
                reward_pool: e.foreign.reward_pool,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::ClaimReward {
                reward_position: e.guest.reward_position,
                ..a()
            },
            AlthingError::WrongRewardPosition,
        ),
        (
            accounts::ClaimReward {
                reward_position: e.stranger.reward_position,
                ..a()
            },
            AlthingError::WrongRewardPosition,
        ),
        (
            accounts::ClaimReward {
                vault: e.neighbour.reward_vault,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::ClaimReward {
                vault: host.vault,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::ClaimReward { vault: fake, ..a() },
            AlthingError::WrongVault,
        ),
        (
            accounts::ClaimReward {
                mint: e.neighbour.reward_mint,
                ..a()
            },
            AlthingError::WrongMint,
        ),
    ];
    for (accounts, error) in cases {
        refused(&mut w, accounts, error);
    }
    // Another pool with all that belongs to it pays for a position of its own alone.
    let theirs = accounts::ClaimReward {
        reward_position: anna.reward_position,
        ..c.claim_reward(&e.neighbour, &e.guest)
    };
    refused(&mut w, theirs, AlthingError::WrongRewardPosition);
}

#[test]
fn rewards_are_paid_after_the_provider_has_retired_and_the_stake_has_gone() {
    let (mut w, c, host, anna, _) = flowing();
    w.wait(10);
    w.unstake(&c, &host, &anna, 600).unwrap();
    w.retire(&c, &host);
    w.wait(200);
    w.withdraw(&c, &host, &anna, 0).unwrap();
    w.claim(&c, &host, &anna).unwrap();
    assert_eq!(paid(&w, &anna), 6_000);
}

#[test]
fn what_is_below_one_unit_waits_and_is_paid_later() {
    let (mut w, c, host, anna, bert) = rewarded();
    // One unit a second: 0.6 are Anna's.
    w.fund(&c, &host, 1_000).unwrap();
    w.join_rewards(&c, &host, &anna);
    w.join_rewards(&c, &host, &bert);
    w.wait(100);
    w.claim(&c, &host, &anna).unwrap();
    w.claim(&c, &host, &bert).unwrap();
    let mut sums = vec![];
    for _ in 0..6 {
        w.wait(1);
        if w.claim(&c, &host, &anna).is_err() {
            assert_refused(w.claim(&c, &host, &anna), AlthingError::NothingToClaim);
        }
        sums.push(paid(&w, &anna));
    }
    // 0.6, 1.2, 1.8, 2.4, and 2.99..: of the fifth second a 2^-64th is not divisible yet. 3.6.
    assert_eq!(sums, [0, 1, 1, 2, 2, 3]);
    assert!(part(&w, &anna).holding.fraction > 0);
}

#[test]
fn not_one_unit_is_lost_or_made_in_a_long_life() {
    let (mut w, c, host, anna, bert) = rewarded();
    let carl = w.staker(&c, &host, "carl", 7);
    w.fund(&c, &host, 99_991).unwrap();
    let everybody = [&anna, &bert, &carl];
    for staker in everybody {
        w.join_rewards(&c, &host, staker);
    }
    let mut sums = vec![];
    for (round, seconds) in [103, 1, 211, 17, 89, 307].into_iter().enumerate() {
        w.wait(seconds);
        let one = everybody[round % 3];
        w.claim(&c, &host, one).unwrap();
        w.stake(&c, &host, everybody[(round + 1) % 3], 13 + round as u64)
            .unwrap();
        sums.push(paid(&w, one));
    }
    assert_eq!(sums, by_hand());
    w.wait(2_000);
    everybody_leaves(&mut w, &c, &host, &everybody);
    let received: u64 = everybody.iter().map(|staker| paid(&w, staker)).sum();
    let dust = w.balance(&host.reward_vault);
    assert_eq!(received + dust, 99_991);
    assert!(dust <= 3, "{dust}");
    let pool = pool(&w, &host);
    assert_eq!(
        (
            pool.funded - pool.paid,
            pool.positions,
            pool.accumulator.weight
        ),
        (dust, 0, 0)
    );
}

/// What each of the claims above brings the claimant in all, by summing 99.991 a second over the
/// seconds by the weights that counted in them; an epoch is 100 s, and everything begins with one.
fn by_hand() -> Vec<u64> {
    const UNIT: u128 = 1_000 << 60; // A thousandth of it is a whole number.
    let mut weight = [600u128, 400, 7];
    let mut coming: Vec<(i64, usize, u128)> = vec![];
    let (mut earned, mut now, mut sums) = ([0u128; 3], 0, vec![]);
    for (round, seconds) in [103i64, 1, 211, 17, 89, 307].into_iter().enumerate() {
        for second in now..now + seconds {
            for (_, who, more) in coming.extract_if(.., |(from, ..)| *from <= second) {
                weight[who] += more;
            }
            if second >= 100 {
                let sum: u128 = weight.iter().sum();
                (0..3).for_each(|who| earned[who] += 99_991 * (UNIT / 1_000) * weight[who] / sum);
            }
        }
        now += seconds;
        coming.push(((now / 100 + 1) * 100, (round + 1) % 3, 13 + round as u128));
        sums.push((earned[round % 3] / UNIT) as u64);
    }
    sums
}

#[test]
fn a_clock_that_goes_back_into_the_last_epoch_brings_no_weight_forward() {
    let (mut w, c, host, anna, bert) = flowing();
    let epoch = w.epoch(&c);
    w.wait(10);
    w.claim(&c, &host, &anna).unwrap();
    // In the epoch before, the next one would be the running one, which the pool has begun long ago.
    w.wait(-20);
    w.stake(&c, &host, &bert, 100).unwrap();
    assert_eq!(
        (
            part(&w, &bert).holding.pending,
            part(&w, &bert).holding.pending_epoch
        ),
        (100, epoch + 1)
    );
    w.wait(20);
    w.claim(&c, &host, &bert).unwrap();
    assert_eq!(
        (paid(&w, &bert), part(&w, &bert).holding.weight),
        (4_000, 400)
    );
}
