use althing::consent::entries::GrantAccepted;
use althing::consent::AcceptGrantArgs;

use super::*;

fn accept(accounts: &accounts::AcceptGrant, terms: GrantTerms, prepay: u64) -> Instruction {
    let args = AcceptGrantArgs { terms, prepay };
    accounts.call(instruction::AcceptGrant { args })
}

#[test]
fn test_accept_grant_ok() {
    let (mut w, c, d) = data();
    let licence = w.offered(&c, &d, TRAIN, ONCE);
    let log = w.log(&c);
    w.wait(5);
    let sent = w.go(&[c.accept(&d, &licence, 1_000)], &[&d.licensee]);
    let now = w.now();
    let made = grant(&w, &licence);
    assert_eq!(
        (made.state, made.licensee),
        (Grant::ACTIVE, d.licensee.pubkey())
    );
    assert_eq!(
        (made.accepted_at, made.meter.last, made.funded),
        (now, now, 1_000)
    );
    assert_eq!(books(&w, &licence), (1_000, 0, 0, 0));
    assert_eq!(w.balance(&pda::vault(&licence.grant)), 1_000);
    assert_eq!(w.balance(&d.purse), SAVINGS - 1_000);
    let payload = GrantAccepted {
        grant: licence.grant,
        prepaid: 1_000,
    };
    let kind = (EntryKind::GrantAccepted, d.licensee.pubkey());
    w.assert_recorded(log, &sent, kind, &payload);
    let again = w.send(&[c.accept(&d, &licence, 1_000)], &[&d.licensee]);
    assert_refused(again, AlthingError::WrongGrantState);
}

#[test]
fn nothing_need_be_prepaid_where_it_is_paid_by_and_by() {
    for terms in [FREE, PER_USE, STREAMED] {
        let (mut w, c, d) = data();
        let licence = w.offered(&c, &d, TRAIN, terms);
        let bare = accounts::AcceptGrant {
            vault: None,
            from: None,
            mint: None,
            ..c.accept_grant(&d, &licence)
        };
        w.go(&[accept(&bare, terms, 0)], &[&d.licensee]);
        assert_eq!(books(&w, &licence), (0, 0, 0, 0));
    }
}

#[test]
fn every_wrong_account_is_refused() {
    let (mut w, c, d) = data();
    let licence = w.offered(&c, &d, TRAIN, ONCE);
    w.sweep(c.accept(&d, &licence, 1_000), &[&d.licensee]).run();
}

#[test]
fn the_terms_must_be_those_of_the_offer() {
    let (mut w, c, d) = data();
    let licence = w.offered(&c, &d, TRAIN, PER_USE);
    let changes: [fn(&mut GrantTerms); 6] = [
        |terms| terms.price_kind = 3,
        |terms| terms.price -= 1,
        |terms| terms.period = 1,
        |terms| terms.starts_at = 1,
        |terms| terms.expires_at = i64::MAX,
        |terms| terms.use_cap = 1,
    ];
    for change in changes {
        let mut terms = PER_USE;
        change(&mut terms);
        let ix = accept(&c.accept_grant(&d, &licence), terms, 1);
        assert_refused(w.send(&[ix], &[&d.licensee]), AlthingError::TermsMoved);
    }
}

#[test]
fn an_offer_is_for_its_licensee() {
    let (mut w, c, d) = data();
    let licence = w.offered(&c, &d, TRAIN, FREE);
    let thief = accounts::AcceptGrant {
        licensee: d.owner.pubkey(),
        ..c.accept_grant(&d, &licence)
    };
    let sent = w.send(&[accept(&thief, FREE, 0)], &[&d.owner]);
    assert_refused(sent, AlthingError::NotLicensee);
    w.go(&[c.accept(&d, &licence, 0)], &[&d.licensee]);
}

#[test]
fn test_accept_grant_refuses_a_wrong_amount() {
    for (terms, prepay) in [(FREE, 1), (ONCE, 0), (ONCE, 999), (ONCE, 1_001)] {
        let (mut w, c, d) = data();
        let licence = w.offered(&c, &d, TRAIN, terms);
        let sent = w.send(&[c.accept(&d, &licence, prepay)], &[&d.licensee]);
        assert_refused(sent, AlthingError::PrepayOutOfBounds);
    }
    let (mut w, c, d) = data();
    let licence = w.offered(&c, &d, TRAIN, STREAMED);
    let sent = w.send(&[c.accept(&d, &licence, SAVINGS + 1)], &[&d.licensee]);
    assert_refused(sent, TOKEN_INSUFFICIENT_FUNDS);
    w.go(&[c.accept(&d, &licence, SAVINGS)], &[&d.licensee]);
}

#[test]
fn an_offer_expires_with_its_term() {
    let (mut w, c, d) = data();
    let terms = GrantTerms {
        expires_at: w.now() + 10,
        ..FREE
    };
    let licence = w.offered(&c, &d, TRAIN, terms);
    w.wait(9);
    w.clone().go(&[c.accept(&d, &licence, 0)], &[&d.licensee]);
    w.wait(1);
    let sent = w.send(&[c.accept(&d, &licence, 0)], &[&d.licensee]);
    assert_refused(sent, AlthingError::GrantExpired);
}

#[test]
fn test_accept_grant_refuses_accounts_of_others() {
    let (mut w, c, d) = data();
    let licence = w.offered(&c, &d, TRAIN, PER_USE);
    let (beside, neighbour) = beside(&mut w, &c, PER_USE, 0);
    let other = Community::with_members(&mut w, "Other", TOKEN);
    let a = || c.accept_grant(&d, &licence);
    let missing = AlthingError::GrantAccountsMissing;
    let cases = [
        (
            accounts::AcceptGrant {
                log: other.log,
                ..a()
            },
            AlthingError::WrongLog,
        ),
        (
            accounts::AcceptGrant {
                vault: neighbour.vault(),
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::AcceptGrant {
                from: Some(beside.purse),
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::AcceptGrant {
                mint: Some(beside.mint),
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (accounts::AcceptGrant { vault: None, ..a() }, missing),
        (accounts::AcceptGrant { from: None, ..a() }, missing),
        (accounts::AcceptGrant { mint: None, ..a() }, missing),
    ];
    for (accounts, error) in cases {
        let sent = w.send(&[accept(&accounts, PER_USE, 5)], &[&d.licensee]);
        assert_refused(sent, error);
    }
    let others = w.tokens("another purse", &d.mint, &d.owner.pubkey(), 5);
    let theft = accounts::AcceptGrant {
        from: Some(others),
        ..a()
    };
    let sent = w.send(&[accept(&theft, PER_USE, 5)], &[&d.licensee]);
    assert_refused(sent, TOKEN_OWNER_MISMATCH);
}
