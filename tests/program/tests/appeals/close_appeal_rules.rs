use althing::appeals::AppealRules;
use althing_program_tests::prelude::*;

use super::*;

fn close(accounts: accounts::CloseAppealRules) -> Instruction {
    accounts.call(instruction::CloseAppealRules {})
}

/// [`court`], whose operator has left.
fn left() -> (World, Court) {
    let (mut w, k) = court();
    w.unbond(&k.c, &k.o, BOND).unwrap();
    w.wait(200);
    w.withdraw_bond(&k.c, &k.o).unwrap();
    w.go(&[k.c.close_bond(&k.o).call(instruction::CloseBond {})], &[]);
    (w, k)
}

#[test]
fn test_close_appeal_rules_ok() {
    let (mut w, k) = left();
    let before = w.lamports(&k.c.authority);
    w.go(&[close(k.close_appeal_rules())], &[]);
    assert_eq!(
        w.lamports(&k.c.authority) - before,
        w.rent(AppealRules::SPACE)
    );
    assert_refused(
        w.send(&[close(k.close_appeal_rules())], &[]),
        AnchorError::AccountNotInitialized,
    );
}

#[test]
fn rules_stay_while_their_bond_does() {
    let (mut w, k) = court();
    assert_refused(
        w.send(&[close(k.close_appeal_rules())], &[]),
        AlthingError::BondStillOpen,
    );
    // And bind again where it is opened anew.
    let (mut w, k) = left();
    let args = bond_args();
    let open = k.c.open_bond(&k.o).call(instruction::OpenBond { args });
    w.go(&[open], &[&k.o.key, &k.c.renter]);
    assert_refused(
        w.send(&[close(k.close_appeal_rules())], &[]),
        AlthingError::BondStillOpen,
    );
    w.ask(&k, &k.asker, AT).unwrap();
}

#[test]
fn a_bond_towards_another_organisation_does_not_keep_them() {
    let (mut w, k) = left();
    let other = Community::with_members(&mut w, "Other", TOKEN);
    let tokens = w.tokens("elsewhere", &other.mint, &k.o.address(), SAVINGS);
    let there = Operator {
        tokens,
        ..k.o.clone()
    };
    let args = bond_args();
    let open = other.open_bond(&there).call(instruction::OpenBond { args });
    w.go(&[open], &[&k.o.key, &other.renter]);
    w.go(&[close(k.close_appeal_rules())], &[]);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, k) = left();
    w.sweep(close(k.close_appeal_rules()), &[])
        .ignoring(k.o.bond)
        .run();
}

#[test]
fn test_close_appeal_rules_refuses_others() {
    let (mut w, k) = left();
    let cases = [
        (
            accounts::CloseAppealRules {
                bond: k.o.audit_log,
                ..k.close_appeal_rules()
            },
            AlthingError::WrongBond,
        ),
        (
            accounts::CloseAppealRules {
                payer: k.c.renter.pubkey(),
                ..k.close_appeal_rules()
            },
            AlthingError::WrongPayer,
        ),
    ];
    for (accounts, error) in cases {
        assert_refused(w.send(&[close(accounts)], &[]), error);
    }
}
