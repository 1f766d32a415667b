//! How much may be staked, and what it buys; `relations` has the accounts around, `weight` what has
//! joined a reward pool.

mod relations;
mod weight;

use althing::compute::events::TokensStaked;
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
