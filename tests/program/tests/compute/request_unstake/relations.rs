//! Who may, and the organisation, the provider, the position and the tranche's address.

use althing_program_tests::prelude::*;

use super::refused;

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
