use althing::consent::events::GrantRefunded;

use super::*;

fn refund(accounts: &accounts::RefundGrant) -> Instruction {
    accounts.call(instruction::RefundGrant {})
}

/// A grant that was revoked, with 100 waiting for the licensee.
fn waiting() -> (World, Community, Data, Licence) {
    let (mut w, c, d) = data();
    let licence = w.granted(&c, &d, TRAIN, PER_USE, 150);
    w.record_uses(&c, &d, &licence, 1).unwrap();
    let bare = accounts::RevokeGrant {
        vault: None,
        to: None,
        mint: None,
        ..c.revoke_grant(&d, &licence)
    };
    w.go(&[bare.call(instruction::RevokeGrant {})], &[&d.owner]);
    (w, c, d, licence)
}

#[test]
fn test_refund_grant_ok() {
    let (mut w, c, d, licence) = waiting();
    let sent = w.go(&[refund(&c.refund_grant(&d, &licence))], &[]);
    assert_eq!(w.balance(&d.purse), SAVINGS - 50);
    assert_eq!(books(&w, &licence), (0, 50, 0, 100));
    let events = sent.events::<GrantRefunded>();
    assert_eq!((events[0].grant, events[0].amount), (licence.grant, 100));
    let again = w.send(&[refund(&c.refund_grant(&d, &licence))], &[]);
    assert_refused(again, AlthingError::NothingToRefund);
}

#[test]
fn an_active_grant_refunds_nothing_even_after_its_end() {
    let (mut w, c, d) = data();
    let terms = GrantTerms {
        expires_at: w.now() + 10,
        ..PER_USE
    };
    let licence = w.granted(&c, &d, TRAIN, terms, 100);
    for _ in 0..2 {
        let sent = w.send(&[refund(&c.refund_grant(&d, &licence))], &[]);
        assert_refused(sent, AlthingError::NothingToRefund);
        w.wait(10);
    }
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, d, licence) = waiting();
    w.sweep(refund(&c.refund_grant(&d, &licence)), &[]).run();
}

#[test]
fn test_refund_grant_refuses_accounts_of_others() {
    let (mut w, c, d, licence) = waiting();
    let (beside, neighbour) = beside(&mut w, &c, PER_USE, 100);
    let a = || c.refund_grant(&d, &licence);
    let cases = [
        (
            accounts::RefundGrant {
                grant: neighbour.grant,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::RefundGrant {
                vault: pda::vault(&neighbour.grant),
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::RefundGrant {
                mint: beside.mint,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::RefundGrant {
                to: beside.purse,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::RefundGrant { to: d.till, ..a() },
            AlthingError::WrongTokenOwner,
        ),
    ];
    for (accounts, error) in cases {
        assert_refused(w.send(&[refund(&accounts)], &[]), error);
    }
}
