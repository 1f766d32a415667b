//! What shares stand for when they leave, and what that buys of the pool of what leaves.

use althing::compute::events::UnstakeRequested;
use althing_program_tests::prelude::*;

use super::{pools, raise_cap, tranche, wipe};

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
