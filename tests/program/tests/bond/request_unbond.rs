use althing::bond::events::UnbondRequested;
use althing::Config;
use althing_program_tests::prelude::*;

use super::*;

#[test]
fn test_request_unbond_ok() {
    let (mut w, c, o) = bonded();
    let sent = w.unbond(&c, &o, 400).unwrap();
    assert_eq!(stake(&w, &o), (600, 400));
    assert_eq!(w.bond(&o).available_at, w.now() + 200);
    assert_eq!(w.balance(&o.vault), BOND);
    let events = sent.events::<UnbondRequested>();
    assert_eq!((events[0].amount, events[0].unbonding), (400, 400));
    assert_eq!(
        (events[0].bond, events[0].available_at),
        (o.bond, w.now() + 200)
    );
}

#[test]
fn amounts_are_one_to_all_that_counts() {
    let (w, c, o) = bonded();
    for amount in [1, BOND] {
        let mut w = w.clone();
        w.unbond(&c, &o, amount).unwrap();
        assert_eq!(stake(&w, &o), (BOND - amount, amount));
    }
    let mut w = w;
    assert_refused(w.unbond(&c, &o, 0), AlthingError::AmountIsZero);
    for amount in [BOND + 1, u64::MAX] {
        assert_refused(w.unbond(&c, &o, amount), AlthingError::AmountOverBond);
    }
    w.unbond(&c, &o, 300).unwrap();
    assert_refused(w.unbond(&c, &o, 701), AlthingError::AmountOverBond);
    w.unbond(&c, &o, 700).unwrap();
    assert_refused(w.unbond(&c, &o, 1), AlthingError::AmountOverBond);
}

#[test]
fn a_second_request_joins_the_first_and_begins_anew() {
    let (mut w, c, o) = bonded();
    w.unbond(&c, &o, 400).unwrap();
    w.wait(199);
    w.unbond(&c, &o, 1).unwrap();
    assert_eq!(stake(&w, &o), (599, 401));
    assert_eq!(w.bond(&o).available_at, w.now() + 200);
    w.wait(199);
    assert_refused(w.withdraw_bond(&c, &o), AlthingError::BondCooldownNotOver);
    w.wait(1);
    w.withdraw_bond(&c, &o).unwrap();
}

#[test]
fn no_vote_changes_the_cooldown_of_a_bond() {
    let (mut w, c, o) = bonded();
    for withdrawal_cooldown in [10_000, 170] {
        let config = Config {
            withdrawal_cooldown,
            ..config()
        };
        w.pass(
            &c,
            &[c.update_config().call(instruction::UpdateConfig { config })],
        );
        w.unbond(&c, &o, 1).unwrap();
        assert_eq!(w.bond(&o).available_at, w.now() + 200);
    }
    // Bonds that are opened later have the cooldown of their day.
    let later = w.bonded_operator(&c, "later");
    w.unbond(&c, &later, 1).unwrap();
    assert_eq!(w.bond(&later).available_at, w.now() + 170);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, o) = bonded();
    let request = c
        .request_unbond(&o)
        .call(instruction::RequestUnbond { amount: 1 });
    w.sweep(request, &[&o.key]).run();
}

#[test]
fn test_request_unbond_refuses_others() {
    let (mut w, c, o, neighbour, _, _) = neighbours();
    let cases = [
        (
            accounts::RequestUnbond {
                bond: neighbour.bond,
                ..c.request_unbond(&o)
            },
            AlthingError::NotBondOperator,
        ),
        (
            accounts::RequestUnbond {
                operator: neighbour.address(),
                ..c.request_unbond(&o)
            },
            AlthingError::NotBondOperator,
        ),
    ];
    for (accounts, error) in cases {
        let ix = accounts.call(instruction::RequestUnbond { amount: 1 });
        assert_refused(w.send(&[ix], &[&o.key, &neighbour.key]), error);
    }
}
