use althing::bond::events::BondWithdrawn;
use althing_program_tests::prelude::*;

use super::*;

fn withdraw(accounts: accounts::WithdrawBond) -> Instruction {
    accounts.call(instruction::WithdrawBond {})
}

/// [`bonded`] with 400 that can be taken.
fn ready() -> (World, Community, Operator) {
    let (mut w, c, o) = bonded();
    w.unbond(&c, &o, 400).unwrap();
    w.wait(200);
    (w, c, o)
}

#[test]
fn test_withdraw_bond_ok() {
    let (mut w, c, o) = ready();
    let sent = w.withdraw_bond(&c, &o).unwrap();
    assert_eq!(stake(&w, &o), (600, 0));
    assert_eq!(
        (w.balance(&o.vault), w.balance(&o.tokens)),
        (600, SAVINGS - 600)
    );
    let events = sent.events::<BondWithdrawn>();
    assert_eq!((events[0].bond, events[0].amount), (o.bond, 400));
}

#[test]
fn the_cooldown_is_kept_to_the_second() {
    let (mut w, c, o) = bonded();
    assert_refused(w.withdraw_bond(&c, &o), AlthingError::NothingUnbonding);
    w.unbond(&c, &o, 400).unwrap();
    let at = w.bond(&o).available_at;
    assert_refused(w.withdraw_bond(&c, &o), AlthingError::BondCooldownNotOver);
    w.warp_to(at - 1);
    assert_refused(w.withdraw_bond(&c, &o), AlthingError::BondCooldownNotOver);
    for late in [0, 1] {
        let mut w = w.clone();
        w.warp_to(at + late);
        w.withdraw_bond(&c, &o).unwrap();
    }
}

#[test]
fn it_is_paid_once() {
    let (mut w, c, o) = ready();
    w.withdraw_bond(&c, &o).unwrap();
    w.next_slot();
    assert_refused(w.withdraw_bond(&c, &o), AlthingError::NothingUnbonding);
    assert_eq!(w.balance(&o.vault), 600);
}

#[test]
fn anybody_pays_it_out_to_the_operator() {
    let (mut w, c, o) = ready();
    let stranger = w.wallet("stranger");
    let purse = w.tokens("stranger's", &c.mint, &stranger.pubkey(), 0);
    let by_stranger = |to| {
        withdraw(accounts::WithdrawBond {
            caller: stranger.pubkey(),
            to,
            ..c.withdraw_bond(&o)
        })
    };
    assert_refused(
        w.send(&[by_stranger(purse)], &[&stranger]),
        AlthingError::WrongTokenOwner,
    );
    // Nor back into the vault, which is nobody's.
    assert_refused(
        w.send(&[by_stranger(o.vault)], &[&stranger]),
        AlthingError::WrongTokenOwner,
    );
    let before = w.balance(&o.tokens);
    w.go(&[by_stranger(o.tokens)], &[&stranger]);
    assert_eq!(
        (stake(&w, &o), w.balance(&o.tokens) - before),
        ((600, 0), 400)
    );
}

#[test]
fn stake_does_not_wait_at_the_door() {
    let (mut w, c, o) = bonded();
    w.unbond(&c, &o, BOND - 1).unwrap();
    let at = w.bond(&o).available_at;
    let stranger = w.wallet("stranger");
    let accounts = accounts::WithdrawBond {
        caller: stranger.pubkey(),
        ..c.withdraw_bond(&o)
    };
    w.warp_to(at - 1);
    assert_refused(
        w.send(&[withdraw(accounts)], &[&stranger]),
        AlthingError::BondCooldownNotOver,
    );
    // From the second on in which it could leave at a moment's notice, anybody can see to it that it does.
    w.warp_to(at);
    w.go(&[withdraw(accounts)], &[&stranger]);
    assert_eq!(stake(&w, &o), (1, 0));
}

#[test]
fn any_account_of_the_mint_will_do() {
    let (mut w, c, o) = ready();
    let to = c.members[0].tokens;
    let before = w.balance(&to);
    let accounts = accounts::WithdrawBond {
        to,
        ..c.withdraw_bond(&o)
    };
    w.go(&[withdraw(accounts)], &[&o.key]);
    assert_eq!(w.balance(&to) - before, 400);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, o) = ready();
    w.sweep(withdraw(c.withdraw_bond(&o)), &[&o.key]).run();
}

#[test]
fn test_withdraw_bond_refuses_others() {
    let (mut w, c, o, neighbour, other, stranger) = neighbours();
    w.unbond(&c, &o, 400).unwrap();
    w.wait(200);
    let a = || c.withdraw_bond(&o);
    let cases = [
        (
            // To an account of somebody else's, by whoever is not the operator.
            accounts::WithdrawBond {
                caller: neighbour.address(),
                to: neighbour.tokens,
                ..a()
            },
            AlthingError::WrongTokenOwner,
        ),
        (
            accounts::WithdrawBond {
                bond: neighbour.bond,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::WithdrawBond {
                bond: neighbour.bond,
                vault: neighbour.vault,
                ..a()
            },
            AlthingError::WrongTokenOwner,
        ),
        (
            accounts::WithdrawBond {
                vault: neighbour.vault,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::WithdrawBond {
                mint: other.mint,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::WithdrawBond {
                mint: other.mint,
                to: stranger.tokens,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::WithdrawBond {
                to: stranger.tokens,
                ..a()
            },
            AlthingError::WrongMint,
        ),
    ];
    for (accounts, error) in cases {
        assert_refused(
            w.send(&[withdraw(accounts)], &[&o.key, &neighbour.key]),
            error,
        );
    }
}

#[test]
fn what_is_on_its_way_out_pays_less_after_a_slash() {
    let (mut w, c, o) = ready();
    w.pass(&c, &[c.slash_bond_by(&o, 1_000)]);
    assert_eq!(stake(&w, &o), (540, 360));
    w.withdraw_bond(&c, &o).unwrap();
    assert_eq!(w.balance(&o.tokens), SAVINGS - BOND + 360);
}
