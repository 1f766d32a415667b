use althing::consent::entries::GrantEnded;

use super::*;

fn end(accounts: &accounts::EndGrant) -> Instruction {
    accounts.call(instruction::EndGrant {})
}

#[test]
fn test_end_grant_ok() {
    let (mut w, c, d) = data();
    let licence = w.granted(&c, &d, TRAIN, ONCE, 1_000);
    w.wait(60);
    let log = w.log(&c);
    let sent = w.end_grant(&c, &d, &licence).unwrap();
    let over = grant(&w, &licence);
    assert_eq!((over.state, over.ended_at), (Grant::ENDED, w.now()));
    assert_eq!(books(&w, &licence), (0, 600, 0, 400));
    assert_eq!(w.balance(&d.purse), SAVINGS - 600);
    let payload = GrantEnded {
        grant: licence.grant,
        unused: 400,
        accrued: 600,
    };
    let kind = (EntryKind::GrantEnded, d.licensee.pubkey());
    w.assert_recorded(log, &sent, kind, &payload);
    assert_refused(w.end_grant(&c, &d, &licence), AlthingError::WrongGrantState);
}

#[test]
fn anybody_ends_what_has_expired() {
    let (mut w, c, d) = data();
    let terms = GrantTerms {
        expires_at: w.now() + 10,
        ..STREAMED
    };
    let licence = w.granted(&c, &d, TRAIN, terms, 100);
    let stranger = w.wallet("stranger");
    let accounts = accounts::EndGrant {
        caller: stranger.pubkey(),
        ..c.end_grant(&d, &licence)
    };
    w.wait(9);
    let early = w.send(&[end(&accounts)], &[&stranger]);
    assert_refused(early, AlthingError::NotLicensee);
    w.wait(400);
    w.go(&[end(&accounts)], &[&stranger]);
    // Ten seconds have flowed, not more.
    assert_eq!(books(&w, &licence), (0, 33, 0, 67));
    assert_eq!(w.balance(&d.purse), SAVINGS - 33);
}

#[test]
fn a_price_for_once_is_earned_by_the_end_of_the_term() {
    let (mut w, c, d) = data();
    let terms = GrantTerms {
        expires_at: w.now() + 10,
        ..ONCE
    };
    let licence = w.granted(&c, &d, TRAIN, terms, 1_000);
    w.wait(10);
    w.end_grant(&c, &d, &licence).unwrap();
    assert_eq!(books(&w, &licence), (0, 1_000, 0, 0));
}

#[test]
fn without_token_accounts_the_refund_waits() {
    let (mut w, c, d) = data();
    let licence = w.granted(&c, &d, TRAIN, PER_USE, 100);
    let bare = accounts::EndGrant {
        vault: None,
        to: None,
        mint: None,
        ..c.end_grant(&d, &licence)
    };
    w.go(&[end(&bare)], &[&d.licensee]);
    assert_eq!(books(&w, &licence), (100, 0, 0, 0));
}

#[test]
fn every_wrong_account_is_refused() {
    let (mut w, c, d) = data();
    let licence = w.granted(&c, &d, TRAIN, ONCE, 1_000);
    w.sweep(end(&c.end_grant(&d, &licence)), &[&d.licensee])
        .run();
}

#[test]
fn test_end_grant_refuses_an_offer() {
    let (mut w, c, d) = data();
    let terms = GrantTerms {
        expires_at: w.now() + 10,
        ..FREE
    };
    let licence = w.offered(&c, &d, TRAIN, terms);
    let by_another = accounts::EndGrant {
        caller: d.owner.pubkey(),
        ..c.end_grant(&d, &licence)
    };
    let sent = w.send(&[end(&by_another)], &[&d.owner]);
    assert_refused(sent, AlthingError::NotLicensee);
    assert_refused(w.end_grant(&c, &d, &licence), AlthingError::WrongGrantState);
    w.wait(10);
    let sent = w.send(&[end(&by_another)], &[&d.owner]);
    assert_refused(sent, AlthingError::WrongGrantState);
}

#[test]
fn test_end_grant_refuses_accounts_of_others() {
    let (mut w, c, d) = data();
    let licence = w.granted(&c, &d, TRAIN, PER_USE, 100);
    let (beside, neighbour) = beside(&mut w, &c, PER_USE, 100);
    let other = Community::with_members(&mut w, "Other", TOKEN);
    let a = || c.end_grant(&d, &licence);
    let cases = [
        (
            accounts::EndGrant {
                caller: d.owner.pubkey(),
                ..a()
            },
            AlthingError::NotLicensee,
        ),
        (
            accounts::EndGrant {
                log: other.log,
                ..a()
            },
            AlthingError::WrongLog,
        ),
        (
            accounts::EndGrant {
                vault: neighbour.vault(),
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::EndGrant {
                mint: Some(beside.mint),
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::EndGrant {
                to: Some(beside.purse),
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::EndGrant {
                to: Some(d.till),
                ..a()
            },
            AlthingError::WrongTokenOwner,
        ),
        (
            accounts::EndGrant { to: None, ..a() },
            AlthingError::GrantAccountsMissing,
        ),
    ];
    for (accounts, error) in cases {
        let sent = w.send(&[end(&accounts)], &[&d.owner, &d.licensee]);
        assert_refused(sent, error);
    }
}
