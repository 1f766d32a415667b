use althing::rewards::events::RewardPoolFunded;
use althing_program_tests::prelude::*;

use super::*;

const ONE: u128 = 1 << 64;

#[track_caller]
fn refused(w: &mut World, accounts: accounts::FundRewardPool, signer: &Keypair, error: impl Code) {
    assert_refused(
        w.send(
            &[accounts.call(instruction::FundRewardPool { amount: 1 })],
            &[signer],
        ),
        error,
    );
}

#[test]
fn test_fund_reward_pool_ok() {
    let (mut w, c, host, ..) = rewarded();
    w.wait(7);
    let sent = w.fund(&c, &host, 5_000).unwrap();
    let pool = pool(&w, &host);
    assert_eq!((pool.funded, pool.paid, pool.last), (5_000, 0, w.now()));
    assert_eq!(
        (pool.stream.remaining.get(), pool.stream.time_left),
        (5_000 * ONE, 1_000)
    );
    assert_eq!(
        (w.balance(&host.reward_vault), w.balance(&host.purse)),
        (5_000, SAVINGS - 5_000)
    );
    let events = sent.events::<RewardPoolFunded>();
    assert_eq!(events.len(), 1);
    assert_eq!(
        (events[0].pool, events[0].funder),
        (host.reward_pool, host.operator.pubkey())
    );
    assert_eq!((events[0].amount, events[0].time_left), (5_000, 1_000));
}

#[test]
fn the_time_left_is_the_mean_weighted_by_amounts_rounded_down() {
    let (mut w, c, host, ..) = flowing();
    // 400,000 are left in 400 s; 1,500 more in 1,000 s: 402.24 s for both.
    w.wait(600);
    w.mint_to(&host.reward_mint, &host.purse, 2_000);
    let sent = w.fund(&c, &host, 1_500).unwrap();
    assert_eq!(sent.events::<RewardPoolFunded>()[0].time_left, 402);
    assert_eq!(pool(&w, &host).stream.remaining.get(), 401_500 * ONE);
    // One unit cannot stretch it.
    w.fund(&c, &host, 1).unwrap();
    assert_eq!(pool(&w, &host).stream.time_left, 402);
}

#[test]
fn an_empty_stream_begins_anew_with_the_whole_window() {
    let (mut w, c, host, anna, _) = flowing();
    w.wait(5_000);
    w.mint_to(&host.reward_mint, &host.purse, 3_000);
    w.fund(&c, &host, 3_000).unwrap();
    assert_eq!(pool(&w, &host).stream.time_left, 1_000);
    w.wait(500);
    w.claim(&c, &host, &anna).unwrap();
    assert_eq!(paid(&w, &anna), 600_000 + 900);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, host, ..) = rewarded();
    let fund = c
        .fund_reward_pool(&host)
        .call(instruction::FundRewardPool { amount: 1 });
    w.sweep(fund, &[&host.operator]).run();
}

#[test]
fn test_fund_reward_pool_refuses_zero_and_more_than_there_is() {
    let (mut w, c, host, ..) = rewarded();
    assert_refused(w.fund(&c, &host, 0), AlthingError::AmountIsZero);
    assert_refused(w.fund(&c, &host, SAVINGS + 1), TOKEN_INSUFFICIENT_FUNDS);
    assert_refused(w.fund(&c, &host, u64::MAX), TOKEN_INSUFFICIENT_FUNDS);
    w.fund(&c, &host, SAVINGS).unwrap();
    assert_refused(w.fund(&c, &host, 1), TOKEN_INSUFFICIENT_FUNDS);
}

#[test]
fn a_pool_can_be_funded_with_all_tokens_that_can_exist_but_not_twice() {
    let (mut w, c, host, anna, _) = rewarded();
    w.mint_to(&host.reward_mint, &host.purse, u64::MAX - SAVINGS);
    w.join_rewards(&c, &host, &anna);
    w.fund(&c, &host, u64::MAX).unwrap();
    w.wait(2_000);
    w.claim(&c, &host, &anna).unwrap();
    // 600 shares of 2^64 - 1: the last unit is short of something below 2^-54 that cannot be divided.
    assert_eq!(paid(&w, &anna), u64::MAX - 1);
    let back = w.transfer(
        &host.reward_mint,
        &anna.purse,
        &host.purse,
        &anna.address(),
        10,
    );
    w.go(&[back], &[&anna.key]);
    assert_refused(w.fund(&c, &host, 1), AlthingError::FundingOverflow);
    assert_eq!(w.balance(&host.purse), 10);
}

#[test]
fn anybody_may_fund_from_what_is_theirs() {
    let (mut w, c, host, anna, bert) = rewarded();
    w.mint_to(&host.reward_mint, &bert.purse, 50);
    let a = || c.fund_reward_pool(&host);
    let bob = accounts::FundRewardPool {
        from: bert.purse,
        funder: bert.address(),
        ..a()
    };
    w.go(
        &[bob.call(instruction::FundRewardPool { amount: 50 })],
        &[&bert.key],
    );
    assert_eq!(pool(&w, &host).funded, 50);
    let thief = accounts::FundRewardPool {
        funder: anna.address(),
        ..a()
    };
    refused(&mut w, thief, &anna.key, TOKEN_OWNER_MISMATCH);
    let circle = accounts::FundRewardPool {
        from: host.reward_vault,
        ..a()
    };
    refused(&mut w, circle, &host.operator, TOKEN_OWNER_MISMATCH);
    w.freeze(&host.reward_mint, &host.purse);
    refused(&mut w, a(), &host.operator, TOKEN_ACCOUNT_FROZEN);
}

#[test]
fn test_fund_reward_pool_refuses_accounts_of_others() {
    let (mut w, c, host, ..) = rewarded();
    let e = elsewhere(&mut w, &c, false);
    let fake = w.tokens("fake vault", &host.reward_mint, &host.operator.pubkey(), 0);
    let a = || c.fund_reward_pool(&host);
    let cases = [
        (
            accounts::FundRewardPool {
                reward_pool: e.neighbour.reward_pool,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::FundRewardPool {
                reward_pool: e.foreign.reward_pool,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::FundRewardPool {
                vault: e.neighbour.reward_vault,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::FundRewardPool {
                vault: host.vault,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::FundRewardPool { vault: fake, ..a() },
            AlthingError::WrongVault,
        ),
        (
            accounts::FundRewardPool {
                from: e.neighbour.purse,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::FundRewardPool {
                mint: c.mint,
                ..a()
            },
            AlthingError::WrongMint,
        ),
    ];
    for (accounts, error) in cases {
        refused(&mut w, accounts, &host.operator, error);
    }
    let accounts = accounts::FundRewardPool {
        token_program: TOKEN_2022,
        ..a()
    };
    let ix = accounts.call(instruction::FundRewardPool { amount: 1 });
    assert_instruction_error(
        w.send(&[ix], &[&host.operator]),
        InstructionError::IncorrectProgramId,
    );
}

#[test]
fn time_without_weight_is_carried() {
    let (mut w, c, host, anna, bert) = rewarded();
    w.fund(&c, &host, SAVINGS).unwrap();
    w.wait(5_000);
    w.mint_to(&host.reward_mint, &host.purse, 200_000);
    w.fund(&c, &host, 200_000).unwrap();
    // All of it is still there, and all of its time.
    assert_eq!(
        (
            pool(&w, &host).stream.remaining.get(),
            pool(&w, &host).stream.time_left
        ),
        (1_200_000 * ONE, 1_000)
    );
    w.join_rewards(&c, &host, &anna);
    w.next_epoch(&c);
    w.wait(100);
    w.unstake(&c, &host, &anna, 600).unwrap();
    w.claim(&c, &host, &anna).unwrap();
    assert_eq!(
        (paid(&w, &anna), pool(&w, &host).stream.time_left),
        (120_000, 900)
    );
    // Nobody weighs anything for another while; then Bert has the rest.
    w.wait(10_000);
    w.join_rewards(&c, &host, &bert);
    w.next_epoch(&c);
    assert_eq!(pool(&w, &host).stream.time_left, 900);
    w.wait(899);
    w.claim(&c, &host, &bert).unwrap();
    assert_eq!(
        (paid(&w, &bert), pool(&w, &host).stream.time_left),
        (899 * 1_200, 1)
    );
    w.wait(1);
    w.claim(&c, &host, &bert).unwrap();
    assert_eq!((paid(&w, &anna), paid(&w, &bert)), (120_000, 1_080_000));
}
