use althing::consent::entries::GrantRevoked;
use althing::consent::events::GrantRefunded;

use super::*;

fn revoke(accounts: &accounts::RevokeGrant) -> Instruction {
    accounts.call(instruction::RevokeGrant {})
}

#[test]
fn test_revoke_grant_ok() {
    let (mut w, c, d) = data();
    let licence = w.granted(&c, &d, TRAIN, STREAMED, 100);
    w.wait(10);
    let log = w.log(&c);
    let sent = w.revoke_grant(&c, &d, &licence).unwrap();
    let over = grant(&w, &licence);
    assert_eq!((over.state, over.ended_at), (Grant::REVOKED, w.now()));
    // 33 1/3 have flowed: the owner's part is rounded down, and nothing is carried beyond the end.
    assert_eq!(books(&w, &licence), (0, 33, 0, 67));
    assert_eq!(over.meter.carry, 0);
    assert_eq!(w.balance(&d.purse), SAVINGS - 33);
    let payload = GrantRevoked {
        grant: licence.grant,
        unused: 67,
        accrued: 33,
    };
    let kind = (EntryKind::GrantRevoked, d.owner.pubkey());
    w.assert_recorded(log, &sent, kind, &payload);
    let events = sent.events::<GrantRefunded>();
    assert_eq!(
        (events[0].licensee, events[0].amount),
        (d.licensee.pubkey(), 67)
    );
    // What had accrued is still the owner's, and no more accrues.
    w.wait(500);
    w.claim_grant(&c, &d, &licence).unwrap();
    assert_eq!(w.balance(&d.till), 33);
    assert_eq!(w.balance(&pda::vault(&licence.grant)), 0);
}

#[test]
fn each_kind_refunds_what_is_unused() {
    for (terms, prepay, unused) in [(FREE, 0, 0), (ONCE, 1_000, 700), (PER_USE, 170, 120)] {
        let (mut w, c, d) = data();
        let licence = w.granted(&c, &d, TRAIN, terms, prepay);
        w.wait(30);
        w.record_uses(&c, &d, &licence, 1).unwrap();
        w.revoke_grant(&c, &d, &licence).unwrap();
        assert_eq!(grant(&w, &licence).refunded, unused);
        assert_eq!(w.balance(&d.purse), SAVINGS - prepay + unused);
        assert_eq!(grant(&w, &licence).meter.owed, prepay - unused);
    }
}

#[test]
fn no_account_of_the_licensees_can_hold_it_up() {
    let (mut w, c, d) = data();
    let licence = w.granted(&c, &d, TRAIN, PER_USE, 100);
    w.freeze(&d.mint, &d.purse);
    assert_refused(w.revoke_grant(&c, &d, &licence), TOKEN_ACCOUNT_FROZEN);
    let bare = accounts::RevokeGrant {
        vault: None,
        to: None,
        mint: None,
        ..c.revoke_grant(&d, &licence)
    };
    let sent = w.go(&[revoke(&bare)], &[&d.owner]);
    assert_eq!(sent.events::<GrantRefunded>().len(), 0);
    assert_eq!(grant(&w, &licence).state, Grant::REVOKED);
    // It is the licensee's, and waits.
    assert_eq!(books(&w, &licence), (100, 0, 0, 0));
    let to = w.tokens("second purse", &d.mint, &d.licensee.pubkey(), 0);
    let refund = accounts::RefundGrant {
        to,
        ..c.refund_grant(&d, &licence)
    };
    w.go(&[refund.call(instruction::RefundGrant {})], &[]);
    assert_eq!(w.balance(&to), 100);
}

#[test]
fn every_wrong_account_is_refused() {
    let (mut w, c, d) = data();
    let licence = w.granted(&c, &d, TRAIN, ONCE, 1_000);
    w.sweep(revoke(&c.revoke_grant(&d, &licence)), &[&d.owner])
        .run();
}

#[test]
fn only_an_active_grant_can_be_revoked() {
    let (mut w, c, d) = data();
    let offered = w.offered(&c, &d, TRAIN, FREE);
    assert_refused(
        w.revoke_grant(&c, &d, &offered),
        AlthingError::WrongGrantState,
    );
    let terms = GrantTerms {
        expires_at: w.now() + 10,
        ..FREE
    };
    let short = w.granted(&c, &d, Grant::ALIGN, terms, 0);
    w.wait(9);
    w.clone().revoke_grant(&c, &d, &short).unwrap();
    w.wait(1);
    assert_refused(w.revoke_grant(&c, &d, &short), AlthingError::GrantExpired);
    let revoked = w.granted(&c, &d, Grant::DISTILL, FREE, 0);
    w.revoke_grant(&c, &d, &revoked).unwrap();
    assert_refused(
        w.revoke_grant(&c, &d, &revoked),
        AlthingError::WrongGrantState,
    );
}

#[test]
fn the_authority_revokes_what_it_owns_by_a_vote() {
    let (mut w, c) = community();
    let d = w.plan_data(&c, "corpus");
    let own = Data {
        till: c.treasury,
        ..d.clone()
    };
    let register = accounts::RegisterDataset {
        owner: c.authority,
        payer: c.authority,
        ..c.register_dataset(&own)
    };
    let licence = Licence {
        grant: pda::grant(&d.dataset, &d.model, TRAIN),
        purpose: TRAIN,
        terms: FREE,
    };
    let offer = accounts::OfferGrant {
        owner: c.authority,
        payer: c.authority,
        ..c.offer_grant(&own, &licence)
    };
    let args = althing::consent::OfferGrantArgs {
        purpose: TRAIN,
        licensee: d.licensee.pubkey(),
        terms: FREE,
    };
    let motion = [
        register.call(instruction::RegisterDataset {
            args: dataset_args(d.digest),
        }),
        offer.call(instruction::OfferGrant { args }),
    ];
    w.pass(&c, &motion);
    w.go(&[c.accept(&own, &licence, 0)], &[&d.licensee]);
    let accounts = accounts::RevokeGrant {
        owner: c.authority,
        ..c.revoke_grant(&own, &licence)
    };
    w.pass(&c, &[revoke(&accounts)]);
    assert_eq!(grant(&w, &licence).state, Grant::REVOKED);
}

#[test]
fn test_revoke_grant_refuses_accounts_of_others() {
    let (mut w, c, d) = data();
    let licence = w.granted(&c, &d, TRAIN, PER_USE, 100);
    let (beside, neighbour) = beside(&mut w, &c, PER_USE, 100);
    let other = Community::with_members(&mut w, "Other", TOKEN);
    let a = || c.revoke_grant(&d, &licence);
    let missing = AlthingError::GrantAccountsMissing;
    let cases = [
        (
            accounts::RevokeGrant {
                owner: d.licensee.pubkey(),
                ..a()
            },
            AlthingError::NotDatasetOwner,
        ),
        (
            accounts::RevokeGrant {
                dataset: beside.dataset,
                owner: beside.owner.pubkey(),
                ..a()
            },
            AlthingError::WrongDataset,
        ),
        (
            accounts::RevokeGrant {
                grant: neighbour.grant,
                ..a()
            },
            AlthingError::WrongDataset,
        ),
        (
            accounts::RevokeGrant {
                log: other.log,
                ..a()
            },
            AlthingError::WrongLog,
        ),
        (
            accounts::RevokeGrant {
                vault: neighbour.vault(),
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::RevokeGrant {
                mint: Some(beside.mint),
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::RevokeGrant {
                to: Some(beside.purse),
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::RevokeGrant {
                to: Some(d.till),
                ..a()
            },
            AlthingError::WrongTokenOwner,
        ),
        (accounts::RevokeGrant { vault: None, ..a() }, missing),
        (accounts::RevokeGrant { to: None, ..a() }, missing),
        (accounts::RevokeGrant { mint: None, ..a() }, missing),
    ];
    for (accounts, error) in cases {
        let signers = [&d.owner, &d.licensee, &beside.owner];
        assert_refused(w.send(&[revoke(&accounts)], &signers), error);
    }
}

#[test]
fn a_free_grant_takes_no_token_accounts() {
    let (mut w, c, d) = data();
    let licence = w.granted(&c, &d, TRAIN, FREE, 0);
    let paid = w.granted(&c, &d, Grant::ALIGN, PER_USE, 100);
    let accounts = accounts::RevokeGrant {
        vault: paid.vault(),
        to: Some(d.purse),
        mint: Some(d.mint),
        ..c.revoke_grant(&d, &licence)
    };
    let sent = w.send(&[revoke(&accounts)], &[&d.owner]);
    assert_refused(sent, AlthingError::WrongVault);
}
