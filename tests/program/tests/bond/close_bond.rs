use althing::audit::entry::EntryKind;
use althing::bond::entries::BondClosed;
use althing::{Config, LogBond};
use althing_program_tests::prelude::*;

use super::*;

fn close(accounts: accounts::CloseBond) -> Instruction {
    accounts.call(instruction::CloseBond {})
}

/// [`bonded`], of which everything has been taken out.
fn finished() -> (World, Community, Operator) {
    let (mut w, c, o) = bonded();
    w.unbond(&c, &o, BOND).unwrap();
    w.wait(200);
    w.withdraw_bond(&c, &o).unwrap();
    (w, c, o)
}

#[test]
fn test_close_bond_ok() {
    let (mut w, c, o) = finished();
    let (log, before) = (w.log(&c), w.lamports(&c.renter.pubkey()));
    let sent = w.go(&[close(c.close_bond(&o))], &[]);
    assert!(!w.exists(&o.bond) && !w.exists(&o.vault));
    assert_eq!(
        w.lamports(&c.renter.pubkey()) - before,
        w.rent(LogBond::SPACE) + w.rent(165)
    );
    let payload = BondClosed {
        bond: o.bond,
        audit_log: o.audit_log,
        slashed: 0,
    };
    w.assert_recorded(log, &sent, (EntryKind::BondClosed, o.address()), &payload);
}

#[test]
fn everything_is_taken_out_first() {
    let (mut w, c, o) = bonded();
    let ix = || close(c.close_bond(&o));
    assert_refused(w.send(&[ix()], &[]), AlthingError::BondNotEmpty);
    w.unbond(&c, &o, BOND).unwrap();
    w.wait(200);
    assert_refused(w.send(&[ix()], &[]), AlthingError::BondNotEmpty);
    w.withdraw_bond(&c, &o).unwrap();
    w.go(&[ix()], &[]);
}

#[test]
fn a_bond_is_closed_once_and_can_be_opened_anew() {
    let (mut w, c, o) = finished();
    let ix = || close(c.close_bond(&o));
    assert_refused(
        w.send(&[ix(), ix()], &[]),
        AnchorError::AccountOwnedByWrongProgram,
    );
    w.go(&[ix()], &[]);
    assert_refused(
        w.send(&[ix()], &[]),
        AnchorError::AccountOwnedByWrongProgram,
    );
    w.next_slot();
    let args = bond_args();
    let open = c.open_bond(&o).call(instruction::OpenBond { args });
    w.go(&[open], &[&o.key, &c.renter]);
    assert_eq!((stake(&w, &o), w.bond(&o).slashed), ((BOND, 0), 0));
}

#[test]
fn a_bond_that_was_slashed_empty_can_be_closed() {
    let (mut w, c, o) = bonded();
    let config = Config {
        slash_cap_bps: 10_000,
        ..config()
    };
    w.pass(
        &c,
        &[
            c.update_config().call(instruction::UpdateConfig { config }),
            c.slash_bond_by(&o, 10_000),
        ],
    );
    let log = w.log(&c);
    let sent = w.go(&[close(c.close_bond(&o))], &[]);
    let payload = BondClosed {
        bond: o.bond,
        audit_log: o.audit_log,
        slashed: BOND,
    };
    w.assert_recorded(log, &sent, (EntryKind::BondClosed, o.address()), &payload);
}

#[test]
fn tokens_sent_unasked_go_to_the_treasury_and_keep_nothing_open() {
    let (mut w, c, o) = finished();
    let m = &c.members[0];
    let gift = w.transfer(&c.mint, &m.tokens, &o.vault, &m.address(), 77);
    w.go(&[gift], &[&m.key]);
    let to = |treasury| {
        close(accounts::CloseBond {
            treasury,
            ..c.close_bond(&o)
        })
    };
    assert_refused(w.send(&[to(None)], &[]), AlthingError::TreasuryMissing);
    for wrong in [m.tokens, o.tokens, o.vault] {
        assert_refused(
            w.send(&[to(Some(wrong))], &[]),
            AlthingError::WrongTokenOwner,
        );
    }
    w.go(&[to(Some(c.treasury))], &[]);
    assert_eq!(w.balance(&c.treasury), SAVINGS + 77);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, o) = finished();
    w.sweep(close(c.close_bond(&o)), &[]).run();
    let treasury = accounts::CloseBond {
        treasury: Some(c.treasury),
        ..c.close_bond(&o)
    };
    w.sweep(close(treasury), &[]).run();
}

#[test]
fn test_close_bond_refuses_accounts_of_others() {
    let (mut w, c, o, neighbour, other, _) = neighbours();
    w.unbond(&c, &o, BOND).unwrap();
    w.wait(200);
    w.withdraw_bond(&c, &o).unwrap();
    let a = || c.close_bond(&o);
    let cases = [
        (
            accounts::CloseBond {
                dao: other.dao,
                log: other.log,
                ..a()
            },
            AlthingError::WrongDao,
        ),
        (
            accounts::CloseBond {
                log: other.log,
                ..a()
            },
            AlthingError::WrongLog,
        ),
        (
            accounts::CloseBond {
                mint: other.mint,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::CloseBond {
                vault: neighbour.vault,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::CloseBond {
                payer: o.address(),
                ..a()
            },
            AlthingError::WrongPayer,
        ),
        (
            accounts::CloseBond {
                treasury: Some(other.treasury),
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::CloseBond {
                bond: neighbour.bond,
                vault: neighbour.vault,
                ..a()
            },
            AlthingError::BondNotEmpty,
        ),
    ];
    for (accounts, error) in cases {
        assert_refused(w.send(&[close(accounts)], &[]), error);
    }
}
