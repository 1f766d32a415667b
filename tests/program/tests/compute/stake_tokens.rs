use althing::compute::events::TokensStaked;
use althing::rewards::{RewardPool, RewardPosition};
use althing_program_tests::prelude::*;

use super::*;

#[track_caller]
fn refused(w: &mut World, accounts: accounts::StakeTokens, signer: &Keypair, error: impl Code) {
    assert_refused(
        w.send(
            &[accounts.call(instruction::StakeTokens { amount: 1 })],
            &[signer],
        ),
        error,
    );
}

#[test]
fn test_stake_tokens_ok() {
    let (mut w, c, host, anna, bert) = staked();
    let sent = w.stake(&c, &host, &anna, 25).unwrap();
    assert_eq!(
        (position(&w, &anna).shares, position(&w, &bert).shares),
        (625, 400)
    );
    assert_eq!(pools(&w, &host), [(1_025, 1_025), (0, 0)]);
    assert_eq!(
        (w.balance(&host.vault), w.balance(&anna.tokens)),
        (1_025, SAVINGS - 625)
    );
    let events = sent.events::<TokensStaked>();
    assert_eq!(events.len(), 1);
    assert_eq!(
        (events[0].provider, events[0].holder),
        (host.provider, anna.address())
    );
    assert_eq!((events[0].amount, events[0].shares), (25, 25));
}

#[test]
fn after_a_slash_a_token_buys_more_shares_rounded_down() {
    let (mut w, c, host, anna, bert) = staked();
    // 1,000 shares stand for 993 tokens.
    w.pass(&c, &[c.slash(&host, [1; 32], 70)]);
    let sent = w.stake(&c, &host, &bert, 200).unwrap();
    // 200 * 1,000 / 993 = 201.4
    assert_eq!(sent.events::<TokensStaked>()[0].shares, 201);
    assert_eq!(
        (position(&w, &anna).shares, position(&w, &bert).shares),
        (600, 601)
    );
    assert_eq!(pools(&w, &host), [(1_193, 1_201), (0, 0)]);
    w.stake(&c, &host, &anna, 1).unwrap();
    assert_eq!(
        (position(&w, &anna).shares, pools(&w, &host)[0]),
        (601, (1_194, 1_202))
    );
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, host, anna, _) = staked();
    w.sweep(c.stake(&host, &anna, false, 1), &[&anna.key]).run();
    let (mut w, c, host, anna, _) = rewarded();
    w.join_rewards(&c, &host, &anna);
    w.sweep(c.stake(&host, &anna, true, 1), &[&anna.key]).run();
}

#[test]
fn test_stake_tokens_refuses_zero_and_more_than_there_is() {
    let (mut w, c, host, anna, _) = staked();
    assert_refused(w.stake(&c, &host, &anna, 0), AlthingError::AmountIsZero);
    assert_refused(
        w.stake(&c, &host, &anna, SAVINGS - 599),
        TOKEN_INSUFFICIENT_FUNDS,
    );
    assert_refused(
        w.stake(&c, &host, &anna, u64::MAX),
        TOKEN_INSUFFICIENT_FUNDS,
    );
    w.stake(&c, &host, &anna, SAVINGS - 600).unwrap();
    assert_eq!(
        (position(&w, &anna).shares, w.balance(&anna.tokens)),
        (SAVINGS, 0)
    );
}

#[test]
fn all_tokens_that_can_exist_can_be_staked() {
    let mut w = World::new();
    let c = Community::found(&mut w, "Everything", TOKEN);
    let host = w.host(&c, "host");
    let anna = w.staker(&c, &host, "anna", 0);
    w.mint_to(&c.mint, &anna.tokens, u64::MAX - 2 * SAVINGS);
    w.stake(&c, &host, &anna, u64::MAX - SAVINGS).unwrap();
    assert_eq!(
        pools(&w, &host)[0],
        (u64::MAX - SAVINGS, u64::MAX - SAVINGS)
    );
    w.unstake(&c, &host, &anna, u64::MAX - SAVINGS).unwrap();
    w.wait(200);
    w.withdraw(&c, &host, &anna, 0).unwrap();
    assert_eq!(w.balance(&anna.tokens), u64::MAX - SAVINGS);
}

#[test]
fn shares_that_do_not_fit_are_refused() {
    let (mut w, c, host, anna, _) = staked();
    w.mint_to(&c.mint, &anna.tokens, 1 << 60);
    w.stake(&c, &host, &anna, 1 << 60).unwrap();
    raise_cap(&mut w, &c, 10_000);
    w.pass(&c, &[c.slash(&host, [1; 32], 9_999)]);
    let (assets, shares) = pools(&w, &host)[0];
    assert_eq!(
        (assets, shares),
        (((1 << 60) + 1_000) / 10_000, (1 << 60) + 1_000)
    );
    // The most that may come: floor(amount * shares / assets) <= u64::MAX - shares.
    let room = u128::from(u64::MAX - shares);
    let most = ((room + 1) * u128::from(assets)).div_ceil(u128::from(shares)) - 1;
    let most = u64::try_from(most).unwrap();
    w.mint_to(&c.mint, &anna.tokens, most);
    assert_refused(
        w.stake(&c, &host, &anna, most + 1),
        AlthingError::StakeDoesNotFit,
    );
    assert_eq!(pools(&w, &host)[0], (assets, shares));
    w.stake(&c, &host, &anna, most).unwrap();
}

#[test]
fn nobody_but_the_holder_may() {
    let (mut w, c, host, anna, bert) = staked();
    let a = || c.stake_tokens(&host, &anna);
    refused(
        &mut w,
        accounts::StakeTokens {
            holder: bert.address(),
            ..a()
        },
        &bert.key,
        AlthingError::WrongHolder,
    );
    refused(
        &mut w,
        accounts::StakeTokens {
            position: bert.position,
            ..a()
        },
        &anna.key,
        AlthingError::WrongHolder,
    );
    refused(
        &mut w,
        accounts::StakeTokens {
            from: bert.tokens,
            ..a()
        },
        &anna.key,
        TOKEN_OWNER_MISMATCH,
    );
    refused(
        &mut w,
        accounts::StakeTokens {
            from: host.vault,
            ..a()
        },
        &anna.key,
        TOKEN_OWNER_MISMATCH,
    );
}

#[test]
fn test_stake_tokens_refuses_accounts_of_others() {
    let (mut w, c, host, anna, _) = staked();
    let e = elsewhere(&mut w, &c, false);
    let fake = w.tokens("fake vault", &c.mint, &anna.address(), 0);
    let a = || c.stake_tokens(&host, &anna);
    let cases = [
        (
            accounts::StakeTokens {
                provider: e.foreign.provider,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::StakeTokens {
                provider: e.neighbour.provider,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::StakeTokens {
                position: e.guest.position,
                ..a()
            },
            AlthingError::WrongProvider,
        ),
        (
            accounts::StakeTokens {
                position: e.stranger.position,
                ..a()
            },
            AlthingError::WrongProvider,
        ),
        (
            accounts::StakeTokens {
                vault: e.foreign.vault,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::StakeTokens {
                vault: e.neighbour.vault,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::StakeTokens {
                vault: c.vault,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::StakeTokens { vault: fake, ..a() },
            AlthingError::WrongVault,
        ),
        (
            accounts::StakeTokens {
                from: e.stranger.tokens,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::StakeTokens {
                from: anna.purse,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::StakeTokens {
                mint: e.other.mint,
                ..a()
            },
            AlthingError::WrongMint,
        ),
    ];
    for (accounts, error) in cases {
        refused(&mut w, accounts, &anna.key, error);
    }
    let neighbours = accounts::StakeTokens {
        provider: e.neighbour.provider,
        vault: e.neighbour.vault,
        ..a()
    };
    refused(&mut w, neighbours, &anna.key, AlthingError::WrongProvider);
}

#[test]
fn test_stake_tokens_refuses_another_token_program() {
    let (mut w, c, host, anna, _) = staked();
    let accounts = accounts::StakeTokens {
        token_program: TOKEN_2022,
        ..c.stake_tokens(&host, &anna)
    };
    let ix = accounts.call(instruction::StakeTokens { amount: 1 });
    assert_instruction_error(
        w.send(&[ix], &[&anna.key]),
        InstructionError::IncorrectProgramId,
    );
}

#[test]
fn frozen_tokens_stay_where_they_are() {
    let (mut w, c, host, anna, _) = staked();
    w.freeze(&c.mint, &anna.tokens);
    assert_refused(w.stake(&c, &host, &anna, 1), TOKEN_ACCOUNT_FROZEN);
}

#[test]
fn a_provider_that_has_retired_takes_no_stake() {
    let (mut w, c, host, anna, _) = staked();
    w.retire(&c, &host);
    assert_refused(
        w.stake(&c, &host, &anna, 1),
        AlthingError::ProviderHasRetired,
    );
    assert_eq!(
        (w.balance(&host.vault), w.balance(&anna.tokens)),
        (1_000, SAVINGS - 600)
    );
}

#[test]
fn after_a_slash_of_everything_stake_begins_anew() {
    let (mut w, c, host, anna, bert) = staked();
    wipe(&mut w, &c, &host);
    w.stake(&c, &host, &anna, 30).unwrap();
    // Her 600 void shares are gone; Bert's dilute nothing.
    assert_eq!(
        (position(&w, &anna).shares, position(&w, &anna).round),
        (30, 1)
    );
    assert_eq!(
        (position(&w, &bert).shares, position(&w, &bert).round),
        (400, 0)
    );
    assert_eq!(pools(&w, &host)[0], (30, 30));
    w.unstake(&c, &host, &anna, 30).unwrap();
    assert_eq!(pools(&w, &host), [(0, 0), (30, 30)]);
}

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
