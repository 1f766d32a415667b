use althing::consent::entries::GrantUsed;

use super::*;

#[test]
fn test_use_grant_ok() {
    let (mut w, c, d) = data();
    let terms = GrantTerms {
        use_cap: 3,
        ..PER_USE
    };
    let licence = w.granted(&c, &d, TRAIN, terms, 170);
    w.record_uses(&c, &d, &licence, 1).unwrap();
    let log = w.log(&c);
    let sent = w.record_uses(&c, &d, &licence, 2).unwrap();
    assert_eq!(grant(&w, &licence).uses, 3);
    assert_eq!(books(&w, &licence), (20, 150, 0, 0));
    let payload = GrantUsed {
        grant: licence.grant,
        uses: 2,
        total: 3,
    };
    let kind = (EntryKind::GrantUsed, d.licensee.pubkey());
    w.assert_recorded(log, &sent, kind, &payload);
    assert_refused(
        w.record_uses(&c, &d, &licence, 1),
        AlthingError::GrantExhausted,
    );
}

#[test]
fn test_use_grant_refuses_more_than_the_cap_or_the_balance() {
    let (mut w, c, d) = data();
    let terms = GrantTerms {
        use_cap: 3,
        ..PER_USE
    };
    let licence = w.granted(&c, &d, TRAIN, terms, 99);
    for uses in [0, 4, u64::MAX] {
        assert_refused(
            w.record_uses(&c, &d, &licence, uses),
            AlthingError::UsesOutOfBounds,
        );
    }
    assert_refused(
        w.record_uses(&c, &d, &licence, 2),
        AlthingError::PrepaidTooLow,
    );
    w.record_uses(&c, &d, &licence, 1).unwrap();
}

#[test]
fn a_grant_is_used_within_its_term() {
    let (mut w, c, d) = data();
    let terms = GrantTerms {
        starts_at: w.now() + 10,
        expires_at: w.now() + 20,
        ..FREE
    };
    let offered = w.offered(&c, &d, Grant::EVALUATE, FREE);
    assert_refused(
        w.record_uses(&c, &d, &offered, 1),
        AlthingError::GrantNotAccepted,
    );
    let licence = w.granted(&c, &d, TRAIN, terms, 0);
    w.wait(9);
    assert_refused(
        w.record_uses(&c, &d, &licence, 1),
        AlthingError::GrantNotStarted,
    );
    w.wait(1);
    w.record_uses(&c, &d, &licence, 1).unwrap();
    w.wait(9);
    w.record_uses(&c, &d, &licence, 1).unwrap();
    w.wait(1);
    assert_refused(
        w.record_uses(&c, &d, &licence, 1),
        AlthingError::GrantExpired,
    );
}

#[test]
fn a_grant_that_is_over_is_not_used() {
    let (mut w, c, d) = data();
    let revoked = w.granted(&c, &d, TRAIN, FREE, 0);
    w.revoke_grant(&c, &d, &revoked).unwrap();
    assert_refused(
        w.record_uses(&c, &d, &revoked, 1),
        AlthingError::GrantRevoked,
    );
    let streamed = w.granted(&c, &d, Grant::RETRIEVE, STREAMED, 10);
    w.wait(2);
    w.record_uses(&c, &d, &streamed, 1_000).unwrap();
    w.wait(1);
    assert_refused(
        w.record_uses(&c, &d, &streamed, 1),
        AlthingError::GrantUnpaid,
    );
}

#[test]
fn every_wrong_account_is_refused() {
    let (mut w, c, d) = data();
    let licence = w.granted(&c, &d, TRAIN, FREE, 0);
    let accounts = c.use_grant(&d, &licence);
    let ix = accounts.call(instruction::UseGrant { uses: 1 });
    w.sweep(ix, &[&d.licensee]).run();
}

#[test]
fn test_use_grant_refuses_others_and_another_log() {
    let (mut w, c, other) = two_communities();
    let d = w.data(&c, "corpus");
    let licence = w.granted(&c, &d, TRAIN, FREE, 0);
    let a = || c.use_grant(&d, &licence);
    let cases = [
        (
            accounts::UseGrant {
                licensee: d.owner.pubkey(),
                ..a()
            },
            AlthingError::NotLicensee,
        ),
        (
            accounts::UseGrant {
                log: other.log,
                ..a()
            },
            AlthingError::WrongLog,
        ),
    ];
    for (accounts, error) in cases {
        let ix = accounts.call(instruction::UseGrant { uses: 1 });
        assert_refused(w.send(&[ix], &[&d.owner, &d.licensee]), error);
    }
}
