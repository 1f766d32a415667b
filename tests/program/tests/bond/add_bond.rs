use althing::bond::events::BondIncreased;
use althing_program_tests::prelude::*;

use super::*;

fn add(c: &Community, o: &Operator, amount: u64) -> Instruction {
    c.add_bond(o).call(instruction::AddBond { amount })
}

#[test]
fn test_add_bond_ok() {
    let (mut w, c, o) = bonded();
    w.unbond(&c, &o, 400).unwrap();
    let sent = w.go(&[add(&c, &o, 70)], &[&o.key]);
    assert_eq!(stake(&w, &o), (670, 400));
    assert_eq!(
        (w.balance(&o.vault), w.balance(&o.tokens)),
        (1_070, SAVINGS - 1_070)
    );
    let events = sent.events::<BondIncreased>();
    assert_eq!(
        (events[0].bond, events[0].added, events[0].amount),
        (o.bond, 70, 670)
    );
}

#[test]
fn amounts_are_one_to_all_there_is() {
    let (w, c, o) = bonded();
    let left = SAVINGS - BOND;
    for amount in [1, left] {
        let mut w = w.clone();
        w.go(&[add(&c, &o, amount)], &[&o.key]);
        assert_eq!(stake(&w, &o), (BOND + amount, 0));
    }
    let mut w = w;
    assert_refused(
        w.send(&[add(&c, &o, 0)], &[&o.key]),
        AlthingError::AmountIsZero,
    );
    for amount in [left + 1, u64::MAX] {
        assert_refused(
            w.send(&[add(&c, &o, amount)], &[&o.key]),
            TOKEN_INSUFFICIENT_FUNDS,
        );
    }
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, o) = bonded();
    w.sweep(add(&c, &o, 1), &[&o.key]).run();
}

#[test]
fn nobody_but_the_operator_may() {
    let (mut w, c, o) = bonded();
    let m = &c.members[0];
    let accounts = accounts::AddBond {
        operator: m.address(),
        from: m.tokens,
        ..c.add_bond(&o)
    };
    let ix = accounts.call(instruction::AddBond { amount: 1 });
    assert_refused(w.send(&[ix], &[&m.key]), AlthingError::NotBondOperator);
}

#[test]
fn test_add_bond_refuses_accounts_of_others() {
    let (mut w, c, o, neighbour, other, stranger) = neighbours();
    let theirs = w.tokens("theirs", &other.mint, &o.address(), SAVINGS);
    let a = || c.add_bond(&o);
    let cases = [
        (
            accounts::AddBond {
                bond: neighbour.bond,
                ..a()
            },
            AlthingError::NotBondOperator,
        ),
        (
            accounts::AddBond {
                vault: neighbour.vault,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::AddBond {
                vault: c.vault,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::AddBond {
                mint: other.mint,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::AddBond {
                mint: other.mint,
                from: theirs,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::AddBond {
                from: stranger.tokens,
                ..a()
            },
            AlthingError::WrongMint,
        ),
    ];
    for (accounts, error) in cases {
        let ix = accounts.call(instruction::AddBond { amount: 1 });
        assert_refused(w.send(&[ix], &[&o.key]), error);
    }
    let thief = accounts::AddBond {
        from: neighbour.tokens,
        ..a()
    };
    assert_refused(
        w.send(&[thief.call(instruction::AddBond { amount: 1 })], &[&o.key]),
        TOKEN_OWNER_MISMATCH,
    );
}

#[test]
fn a_bond_that_was_released_counts_again() {
    let (mut w, c, o) = bonded();
    w.unbond(&c, &o, BOND).unwrap();
    w.wait(200);
    assert!(w.bond(&o).require_liable(w.now()).is_err());
    w.go(&[add(&c, &o, 1)], &[&o.key]);
    assert!(w.bond(&o).require_liable(w.now()).is_ok());
}

#[test]
fn after_a_pause_in_which_nothing_was_owed_the_interval_begins_anew() {
    let later = |w: &mut World| w.set_clock(w.now(), w.slot() + INTERVAL + 1);
    let last = |w: &World, o: &Operator| w.bond(o).last_checkpoint_slot;
    // Released, and emptied by a slash.
    let (mut w, c, o) = bonded();
    w.unbond(&c, &o, BOND).unwrap();
    w.wait(200);
    let mut emptied = w.clone();
    emptied.edit::<althing::LogBond>(&o.bond, |bond| bond.unbonding = 0);
    for mut w in [w, emptied] {
        later(&mut w);
        w.go(&[add(&c, &o, 1)], &[&o.key]);
        assert_eq!(last(&w, &o), w.slot());
        // With the next addition it does not.
        w.next_slot();
        w.go(&[add(&c, &o, 1)], &[&o.key]);
        assert_eq!(last(&w, &o), w.slot() - 1);
    }
    // Whoever owes a checkpoint does not get out of it: with stake that counts, or on its way out.
    for leaving in [0, BOND - 1, BOND] {
        let (mut w, c, o) = bonded();
        if leaving > 0 {
            w.unbond(&c, &o, leaving).unwrap();
        }
        let before = last(&w, &o);
        later(&mut w);
        w.go(&[add(&c, &o, 1)], &[&o.key]);
        assert_eq!(last(&w, &o), before, "{leaving}");
    }
}
