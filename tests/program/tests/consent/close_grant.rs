use althing::consent::entries::GrantClosed;

use super::*;

fn close(accounts: &accounts::CloseGrant) -> Instruction {
    accounts.call(instruction::CloseGrant {})
}

/// A grant that is over and paid out.
fn finished() -> (World, Community, Data, Licence) {
    let (mut w, c, d) = data();
    let licence = w.granted(&c, &d, TRAIN, ONCE, 1_000);
    w.wait(30);
    w.revoke_grant(&c, &d, &licence).unwrap();
    w.claim_grant(&c, &d, &licence).unwrap();
    (w, c, d, licence)
}

#[test]
fn test_close_grant_ok() {
    let (mut w, c, d, licence) = finished();
    let (log, before) = (w.log(&c), w.lamports(&c.renter.pubkey()));
    // Anybody may.
    let accounts = accounts::CloseGrant {
        caller: c.creator.pubkey(),
        ..c.close_grant(&d, &licence)
    };
    let sent = w.go(&[close(&accounts)], &[&c.creator]);
    let vault = pda::vault(&licence.grant);
    assert!(!w.exists(&licence.grant) && !w.exists(&vault));
    assert_eq!(
        w.lamports(&c.renter.pubkey()) - before,
        w.rent(Grant::SPACE) + w.rent(165)
    );
    assert_eq!(
        (dataset(&w, &d).open_grants, dataset(&w, &d).grant_count),
        (0, 1)
    );
    let payload = GrantClosed {
        grant: licence.grant,
    };
    let kind = (EntryKind::GrantClosed, c.creator.pubkey());
    w.assert_recorded(log, &sent, kind, &payload);
    let again = w.close_grant(&c, &d, &licence);
    assert_refused(again, AnchorError::AccountOwnedByWrongProgram);
    // The same purpose of the same model can be granted again.
    w.granted(&c, &d, TRAIN, FREE, 0);
    assert_eq!(dataset(&w, &d).grant_count, 2);
}

#[test]
fn what_is_owed_to_either_side_keeps_it_open() {
    let (mut w, c, d) = data();
    let licence = w.granted(&c, &d, TRAIN, PER_USE, 100);
    let open = |w: &mut World| {
        let sent = w.close_grant(&c, &d, &licence);
        assert_refused(sent, AlthingError::GrantNotFinished);
    };
    open(&mut w);
    w.record_uses(&c, &d, &licence, 1).unwrap();
    let bare = accounts::EndGrant {
        vault: None,
        to: None,
        mint: None,
        ..c.end_grant(&d, &licence)
    };
    w.go(&[bare.call(instruction::EndGrant {})], &[&d.licensee]);
    open(&mut w);
    w.claim_grant(&c, &d, &licence).unwrap();
    open(&mut w);
    let refund = c.refund_grant(&d, &licence);
    w.go(&[refund.call(instruction::RefundGrant {})], &[]);
    w.close_grant(&c, &d, &licence).unwrap();
}

#[test]
fn a_grant_that_expired_without_debts_is_over() {
    let (mut w, c, d) = data();
    let terms = GrantTerms {
        expires_at: w.now() + 10,
        ..FREE
    };
    let licence = w.granted(&c, &d, TRAIN, terms, 0);
    w.wait(9);
    assert_refused(
        w.close_grant(&c, &d, &licence),
        AlthingError::GrantNotFinished,
    );
    w.wait(1);
    w.close_grant(&c, &d, &licence).unwrap();
    // What accrues by the end of the term keeps it open.
    let terms = GrantTerms {
        expires_at: w.now() + 10,
        ..ONCE
    };
    let licence = w.granted(&c, &d, TRAIN, terms, 1_000);
    w.wait(10);
    assert_refused(
        w.close_grant(&c, &d, &licence),
        AlthingError::GrantNotFinished,
    );
}

#[test]
fn an_offer_is_its_owners_to_take_back_and_anybodys_once_it_expired() {
    let (mut w, c, d) = data();
    let terms = GrantTerms {
        expires_at: w.now() + 10,
        ..PER_USE
    };
    let licence = w.offered(&c, &d, TRAIN, terms);
    w.clone().close_grant(&c, &d, &licence).unwrap();
    let accounts = accounts::CloseGrant {
        caller: d.licensee.pubkey(),
        ..c.close_grant(&d, &licence)
    };
    w.wait(9);
    assert_refused(
        w.send(&[close(&accounts)], &[&d.licensee]),
        AlthingError::GrantNotFinished,
    );
    w.wait(1);
    w.go(&[close(&accounts)], &[&d.licensee]);
}

#[test]
fn tokens_that_no_book_knows_of_go_to_the_owner() {
    let (mut w, c, d, licence) = finished();
    w.mint_to(&d.mint, &pda::vault(&licence.grant), 7);
    assert_refused(
        w.close_grant(&c, &d, &licence),
        AlthingError::GrantAccountsMissing,
    );
    let accounts = accounts::CloseGrant {
        to: Some(d.till),
        ..c.close_grant(&d, &licence)
    };
    w.go(&[close(&accounts)], &[&d.owner]);
    assert_eq!(w.balance(&d.till), 307);
}

#[test]
fn every_wrong_account_is_refused() {
    let (mut w, c, d, licence) = finished();
    w.mint_to(&d.mint, &pda::vault(&licence.grant), 7);
    let accounts = accounts::CloseGrant {
        to: Some(d.till),
        ..c.close_grant(&d, &licence)
    };
    w.sweep(close(&accounts), &[&d.owner]).run();
}

#[test]
fn test_close_grant_refuses_accounts_of_others() {
    let (mut w, c, d, licence) = finished();
    let (beside, neighbour) = beside(&mut w, &c, PER_USE, 100);
    let other = Community::with_members(&mut w, "Other", TOKEN);
    let a = || c.close_grant(&d, &licence);
    let missing = AlthingError::GrantAccountsMissing;
    let cases = [
        (
            accounts::CloseGrant {
                dataset: beside.dataset,
                ..a()
            },
            AlthingError::WrongDataset,
        ),
        (
            accounts::CloseGrant {
                grant: neighbour.grant,
                ..a()
            },
            AlthingError::WrongDataset,
        ),
        (
            accounts::CloseGrant {
                log: other.log,
                ..a()
            },
            AlthingError::WrongLog,
        ),
        (
            accounts::CloseGrant {
                payer: d.owner.pubkey(),
                ..a()
            },
            AlthingError::WrongPayer,
        ),
        (
            accounts::CloseGrant {
                vault: neighbour.vault(),
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::CloseGrant {
                mint: Some(beside.mint),
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::CloseGrant {
                to: Some(beside.till),
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::CloseGrant {
                to: Some(d.purse),
                ..a()
            },
            AlthingError::WrongTokenOwner,
        ),
        (accounts::CloseGrant { vault: None, ..a() }, missing),
        (accounts::CloseGrant { mint: None, ..a() }, missing),
    ];
    for (accounts, error) in cases {
        assert_refused(w.send(&[close(&accounts)], &[&d.owner]), error);
    }
}
