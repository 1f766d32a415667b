use althing::compute::events::StakeWithdrawn;
use althing::compute::Unbonding;
use althing_program_tests::prelude::*;
use std::slice::from_ref;

use super::*;

/// [`staked`], where Anna's 600 have just become ready.
fn ready() -> (World, Community, Host, Staker, Staker) {
    let (mut w, c, host, anna, bert) = staked();
    w.unstake(&c, &host, &anna, 600).unwrap();
    w.wait(200);
    (w, c, host, anna, bert)
}

#[track_caller]
fn refused(w: &mut World, accounts: accounts::WithdrawStake, error: impl Code) {
    assert_refused(
        w.send(&[accounts.call(instruction::WithdrawStake {})], &[]),
        error,
    );
}

#[test]
fn test_withdraw_stake_ok() {
    let (mut w, c, host, anna, bert) = ready();
    let before = w.lamports(&c.renter.pubkey());
    let sent = w.withdraw(&c, &host, &anna, 0).unwrap();
    assert_eq!(
        (w.balance(&host.vault), w.balance(&anna.tokens)),
        (400, SAVINGS)
    );
    assert_eq!(pools(&w, &host), [(400, 400), (0, 0)]);
    let stake = position(&w, &anna);
    assert_eq!(
        (stake.shares, stake.open_unbondings, stake.unbonding_count),
        (0, 0, 1)
    );
    assert_eq!(position(&w, &bert).shares, 400);
    assert!(!w.exists(&pda::unbonding(&anna.position, 0)));
    assert_eq!(
        w.lamports(&c.renter.pubkey()) - before,
        w.rent(Unbonding::SPACE)
    );
    let events = sent.events::<StakeWithdrawn>();
    assert_eq!(events.len(), 1);
    assert_eq!(
        (events[0].provider, events[0].holder, events[0].amount),
        (host.provider, anna.address(), 600)
    );
}

#[test]
fn a_tranche_is_ready_to_the_second() {
    let (mut w, c, host, anna, _) = staked();
    w.unstake(&c, &host, &anna, 600).unwrap();
    let ready_at = w.now() + 200;
    assert_refused(
        w.withdraw(&c, &host, &anna, 0),
        AlthingError::UnbondingNotOver,
    );
    w.warp_to(ready_at - 1);
    assert_refused(
        w.withdraw(&c, &host, &anna, 0),
        AlthingError::UnbondingNotOver,
    );
    w.warp_to(ready_at);
    w.clone().withdraw(&c, &host, &anna, 0).unwrap();
    w.warp_to(ready_at + 1_000_000_000);
    w.withdraw(&c, &host, &anna, 0).unwrap();
}

#[test]
fn a_tranche_is_paid_once() {
    let (mut w, c, host, anna, _) = ready();
    let ix = c
        .withdraw_stake(&host, &anna, 0)
        .call(instruction::WithdrawStake {});
    assert_refused(
        w.send(&[ix.clone(), ix.clone()], &[]),
        AnchorError::AccountOwnedByWrongProgram,
    );
    w.go(from_ref(&ix), &[]);
    assert_refused(w.send(&[ix], &[]), AnchorError::AccountOwnedByWrongProgram);
    assert_eq!(w.balance(&anna.tokens), SAVINGS);
}

#[test]
fn tranches_leave_in_any_order() {
    let (mut w, c, host, anna, bert) = staked();
    w.unstake(&c, &host, &anna, 100).unwrap();
    w.unstake(&c, &host, &bert, 400).unwrap();
    w.unstake(&c, &host, &anna, 500).unwrap();
    w.wait(200);
    w.withdraw(&c, &host, &anna, 1).unwrap();
    assert_eq!(w.balance(&anna.tokens), SAVINGS - 100);
    w.withdraw(&c, &host, &bert, 0).unwrap();
    w.withdraw(&c, &host, &anna, 0).unwrap();
    assert_eq!(
        (w.balance(&anna.tokens), w.balance(&bert.tokens)),
        (SAVINGS, SAVINGS)
    );
    assert_eq!(
        (w.balance(&host.vault), pools(&w, &host)),
        (0, [(0, 0), (0, 0)])
    );
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, host, anna, _) = ready();
    w.sweep(
        c.withdraw_stake(&host, &anna, 0)
            .call(instruction::WithdrawStake {}),
        &[],
    )
    .run();
}

#[test]
fn anybody_may_but_the_tokens_go_to_the_holder_and_the_rent_to_its_payer() {
    let (mut w, c, host, anna, bert) = ready();
    let a = || c.withdraw_stake(&host, &anna, 0);
    refused(
        &mut w,
        accounts::WithdrawStake {
            to: bert.tokens,
            ..a()
        },
        AlthingError::WrongTokenOwner,
    );
    refused(
        &mut w,
        accounts::WithdrawStake {
            to: host.vault,
            ..a()
        },
        AlthingError::WrongTokenOwner,
    );
    refused(
        &mut w,
        accounts::WithdrawStake {
            to: anna.purse,
            ..a()
        },
        AlthingError::WrongMint,
    );
    refused(
        &mut w,
        accounts::WithdrawStake {
            payer: anna.address(),
            ..a()
        },
        AlthingError::WrongPayer,
    );
    let second = w.tokens("second account", &c.mint, &anna.address(), 0);
    w.go(
        &[accounts::WithdrawStake { to: second, ..a() }.call(instruction::WithdrawStake {})],
        &[],
    );
    assert_eq!(w.balance(&second), 600);
}

#[test]
fn test_withdraw_stake_refuses_accounts_of_others() {
    let (mut w, c, host, anna, bert) = ready();
    let e = elsewhere(&mut w, &c, false);
    w.unstake(&c, &e.neighbour, &e.guest, 600).unwrap();
    w.wait(200);
    let fake = w.tokens("fake vault", &c.mint, &bert.address(), 0);
    let a = || c.withdraw_stake(&host, &anna, 0);
    let cases = [
        (
            accounts::WithdrawStake {
                provider: e.foreign.provider,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::WithdrawStake {
                provider: e.neighbour.provider,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::WithdrawStake {
                position: bert.position,
                ..a()
            },
            AlthingError::WrongStakePosition,
        ),
        (
            accounts::WithdrawStake {
                position: e.guest.position,
                ..a()
            },
            AlthingError::WrongStakePosition,
        ),
        (
            accounts::WithdrawStake {
                vault: e.neighbour.vault,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::WithdrawStake {
                vault: c.vault,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::WithdrawStake { vault: fake, ..a() },
            AlthingError::WrongVault,
        ),
        (
            accounts::WithdrawStake {
                mint: e.other.mint,
                ..a()
            },
            AlthingError::WrongMint,
        ),
    ];
    for (accounts, error) in cases {
        refused(&mut w, accounts, error);
    }
    // A tranche of the neighbour, out of the first provider's vault.
    let unbonding = pda::unbonding(&e.guest.position, 0);
    let foreign = accounts::WithdrawStake {
        unbonding,
        position: e.guest.position,
        ..a()
    };
    refused(&mut w, foreign, AlthingError::WrongProvider);
}

#[test]
fn a_slash_hits_what_is_on_its_way_out_even_when_it_is_ready() {
    let (mut w, c, host, anna, bert) = ready();
    w.pass(&c, &[c.slash(&host, [1; 32], 1_000)]);
    assert_eq!(pools(&w, &host), [(360, 400), (540, 600)]);
    w.withdraw(&c, &host, &anna, 0).unwrap();
    assert_eq!(
        (w.balance(&anna.tokens), w.balance(&host.vault)),
        (SAVINGS - 60, 360)
    );
    assert_eq!(
        (position(&w, &bert).shares, pools(&w, &host)),
        (400, [(360, 400), (0, 0)])
    );
}

#[test]
fn payments_are_rounded_down_and_the_last_takes_the_rest() {
    let (mut w, c, host, anna, bert) = staked();
    w.unstake(&c, &host, &anna, 333).unwrap();
    w.unstake(&c, &host, &bert, 400).unwrap();
    // Of 267 active and 733 unbonding: 8 in all, 5 of them unbonding.
    w.pass(&c, &[c.slash(&host, [1; 32], 75)]);
    assert_eq!(pools(&w, &host), [(264, 267), (728, 733)]);
    w.wait(200);
    // 333 * 728 / 733 = 330.7
    w.withdraw(&c, &host, &anna, 0).unwrap();
    assert_eq!(
        (w.balance(&anna.tokens), pools(&w, &host)[1]),
        (SAVINGS - 600 + 330, (398, 400))
    );
    w.withdraw(&c, &host, &bert, 0).unwrap();
    assert_eq!(
        (w.balance(&bert.tokens), pools(&w, &host)[1]),
        (SAVINGS - 2, (0, 0))
    );
}

#[test]
fn a_tranche_without_value_only_returns_its_rent() {
    let (mut w, c, host, anna, bert) = ready();
    wipe(&mut w, &c, &host);
    w.stake(&c, &host, &bert, 50).unwrap();
    w.unstake(&c, &host, &bert, 50).unwrap();
    let before = w.lamports(&c.renter.pubkey());
    let sent = w.withdraw(&c, &host, &anna, 0).unwrap();
    assert_eq!(sent.events::<StakeWithdrawn>()[0].amount, 0);
    assert_eq!(
        (w.balance(&anna.tokens), w.balance(&host.vault)),
        (SAVINGS - 600, 50)
    );
    assert_eq!(
        w.lamports(&c.renter.pubkey()) - before,
        w.rent(Unbonding::SPACE)
    );
    // Who came after the slash is paid in full.
    w.wait(200);
    w.withdraw(&c, &host, &bert, 0).unwrap();
    assert_eq!(w.balance(&bert.tokens), SAVINGS - 400);
}

#[test]
fn tokens_sent_to_the_vault_unasked_are_nobodys() {
    let (mut w, c, host, anna, bert) = ready();
    let gift = w.transfer(&c.mint, &bert.tokens, &host.vault, &bert.address(), 99);
    w.go(&[gift], &[&bert.key]);
    w.withdraw(&c, &host, &anna, 0).unwrap();
    assert_eq!(
        (w.balance(&anna.tokens), w.balance(&host.vault)),
        (SAVINGS, 499)
    );
}
