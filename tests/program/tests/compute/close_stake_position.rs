use althing_program_tests::prelude::*;
use std::slice::from_ref;

use super::*;

fn close(c: &Community, host: &Host, staker: &Staker) -> Instruction {
    c.close_stake_position(host, staker)
        .call(instruction::CloseStakePosition {})
}

/// [`staked`] with Carl, whose position is empty.
fn empty() -> (World, Community, Host, Staker, Staker) {
    let (mut w, c, host, anna, _) = staked();
    let carl = w.staker(&c, &host, "carl", 0);
    (w, c, host, anna, carl)
}

#[test]
fn test_close_stake_position_ok() {
    let (mut w, c, host, _, carl) = empty();
    let before = w.lamports(&c.renter.pubkey());
    assert_eq!(provider(&w, &host).positions, 3);
    w.go(&[close(&c, &host, &carl)], &[]);
    assert!(!w.exists(&carl.position));
    assert_eq!(provider(&w, &host).positions, 2);
    assert_eq!(
        w.lamports(&c.renter.pubkey()) - before,
        w.rent(StakePosition::SPACE)
    );
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, host, _, carl) = empty();
    w.sweep(close(&c, &host, &carl), &[]).run();
}

#[test]
fn a_position_is_closed_once() {
    let (mut w, c, host, _, carl) = empty();
    let twice = [close(&c, &host, &carl), close(&c, &host, &carl)];
    assert_refused(w.send(&twice, &[]), AnchorError::AccountOwnedByWrongProgram);
    w.go(&twice[..1], &[]);
    assert_refused(
        w.send(&twice[1..], &[]),
        AnchorError::AccountOwnedByWrongProgram,
    );
    assert_eq!(provider(&w, &host).positions, 2);
}

#[test]
fn test_close_stake_position_refuses_accounts_of_others() {
    let (mut w, c, host, anna, carl) = empty();
    let neighbour = w.host(&c, "neighbour");
    let a = || c.close_stake_position(&host, &carl);
    let cases = [
        (
            accounts::CloseStakePosition {
                provider: neighbour.provider,
                ..a()
            },
            AlthingError::WrongProvider,
        ),
        (
            accounts::CloseStakePosition {
                payer: carl.address(),
                ..a()
            },
            AlthingError::WrongPayer,
        ),
        (
            accounts::CloseStakePosition {
                payer: anna.address(),
                ..a()
            },
            AlthingError::WrongPayer,
        ),
    ];
    for (accounts, error) in cases {
        assert_refused(
            w.send(&[accounts.call(instruction::CloseStakePosition {})], &[]),
            error,
        );
    }
}

#[test]
fn a_position_with_shares_or_tranches_stays() {
    let (mut w, c, host, anna, _) = staked();
    let ix = close(&c, &host, &anna);
    assert_refused(
        w.send(from_ref(&ix), &[]),
        AlthingError::StakePositionNotEmpty,
    );
    w.unstake(&c, &host, &anna, 599).unwrap();
    assert_refused(
        w.send(from_ref(&ix), &[]),
        AlthingError::StakePositionNotEmpty,
    );
    w.unstake(&c, &host, &anna, 1).unwrap();
    assert_refused(
        w.send(from_ref(&ix), &[]),
        AlthingError::StakePositionNotEmpty,
    );
    w.wait(200);
    w.withdraw(&c, &host, &anna, 0).unwrap();
    assert_refused(
        w.send(from_ref(&ix), &[]),
        AlthingError::StakePositionNotEmpty,
    );
    w.withdraw(&c, &host, &anna, 1).unwrap();
    w.go(&[ix], &[]);
}

#[test]
fn a_position_that_is_in_a_pool_stays() {
    let (mut w, c, host, anna, _) = rewarded();
    w.join_rewards(&c, &host, &anna);
    w.unstake(&c, &host, &anna, 600).unwrap();
    w.wait(200);
    w.withdraw(&c, &host, &anna, 0).unwrap();
    assert_refused(
        w.send(&[close(&c, &host, &anna)], &[]),
        AlthingError::StakePositionNotEmpty,
    );
    w.go(
        &[c.leave(&host, &anna), close(&c, &host, &anna)],
        &[&anna.key],
    );
}

#[test]
fn void_shares_keep_nothing_open() {
    let (mut w, c, host, anna, bert) = staked();
    wipe(&mut w, &c, &host);
    w.stake(&c, &host, &bert, 10).unwrap();
    w.go(&[close(&c, &host, &anna)], &[]);
    assert_refused(
        w.send(&[close(&c, &host, &bert)], &[]),
        AlthingError::StakePositionNotEmpty,
    );
    assert_eq!(
        (provider(&w, &host).positions, pools(&w, &host)[0]),
        (1, (10, 10))
    );
}
