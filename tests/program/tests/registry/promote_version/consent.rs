//! A promotion needs the consent of the owners of all data that the version was made from.

use althing::consent::{Grant, GrantTerms};

use super::super::link_dataset::sourced;
use super::*;

/// A staged version that was made from a dataset, approved by the evaluators.
fn made_from_data() -> (World, Community, Catalogue, Data) {
    let (mut w, c, k, d) = sourced();
    w.link_dataset(&c, &k.draft, &d, Grant::TRAIN);
    w.approve(&c, &k, &k.draft);
    (w, c, k, d)
}

/// A vote promotes with these further accounts.
fn promote_with(
    w: &World,
    c: &Community,
    k: &Catalogue,
    further: &[Pubkey],
) -> Result<Sent, Refusal> {
    let mut w = w.clone();
    let metas: Vec<_> = further
        .iter()
        .map(|key| AccountMeta::new_readonly(*key, false))
        .collect();
    let accounts = w.promotion(c, &k.draft);
    let promote = accounts.call_with(instruction::PromoteVersion {}, &metas);
    w.as_authority(c, promote)
}

#[test]
fn a_version_is_promoted_with_the_grant_of_each_dataset() {
    let (mut w, c, k, d) = made_from_data();
    w.granted(&c, &d, Grant::TRAIN, FREE, 0);
    promote(&mut w, &c, &k.draft).unwrap();
    assert_eq!(w.borsh::<Model>(&k.model).production, 1);
}

#[test]
fn a_grant_that_is_missing_or_another_is_refused() {
    let (mut w, c, k, d) = made_from_data();
    let grant = pda::grant(&d.dataset, &k.model, Grant::TRAIN);
    let missing = AlthingError::GrantMissing;
    // Nothing is there; the owner consents to another purpose; to another model; another owner consents.
    assert_refused(promote_with(&w, &c, &k, &[grant]), missing);
    let evaluation = w.granted(&c, &d, Grant::EVALUATE, FREE, 0);
    assert_refused(promote_with(&w, &c, &k, &[evaluation.grant]), missing);
    let another = Data {
        model: w.model(&c, "Another"),
        ..d.clone()
    };
    let anothers = w.granted(&c, &another, Grant::TRAIN, FREE, 0);
    assert_refused(promote_with(&w, &c, &k, &[anothers.grant]), missing);
    let data = w.data(&c, "another corpus");
    let beside = Data {
        model: k.model,
        ..data
    };
    let besides = w.granted(&c, &beside, Grant::TRAIN, FREE, 0);
    assert_refused(promote_with(&w, &c, &k, &[besides.grant]), missing);
    // Accounts of other kinds, and a look-alike.
    for other in [d.dataset, c.dao, c.treasury, Pubkey::default()] {
        assert_refused(promote_with(&w, &c, &k, &[other]), missing);
    }
    let licence = w.granted(&c, &d, Grant::TRAIN, FREE, 0);
    let copy = w.look_alike(&licence.grant);
    assert_refused(promote_with(&w, &c, &k, &[copy]), missing);
    promote_with(&w, &c, &k, &[grant]).unwrap();
}

#[test]
fn exactly_the_grants_of_the_datasets_are_passed_and_in_order() {
    let (mut w, c, k, d) = sourced();
    let licences = [Grant::TRAIN, Grant::ALIGN].map(|purpose| {
        w.link_dataset(&c, &k.draft, &d, purpose);
        w.granted(&c, &d, purpose, FREE, 0).grant
    });
    w.approve(&c, &k, &k.draft);
    let [first, second] = licences;
    for further in [&[][..], &[first], &[first, second, second]] {
        let refused = promote_with(&w, &c, &k, further);
        assert_refused(refused, AlthingError::GrantsMissing);
    }
    for further in [[second, first], [first, first]] {
        let refused = promote_with(&w, &c, &k, &further);
        assert_refused(refused, AlthingError::GrantMissing);
    }
    promote_with(&w, &c, &k, &licences).unwrap();
}

#[test]
fn a_version_without_datasets_takes_no_grants() {
    let (w, c, k) = approved();
    let refused = promote_with(&w, &c, &k, &[c.dao]);
    assert_refused(refused, AlthingError::GrantsMissing);
}

#[test]
fn a_grant_must_cover_a_use_when_the_vote_is_carried_out() {
    let start = made_from_data().0.now();
    // A vote and its hold-up take 70 seconds.
    let cases = [
        (
            GrantTerms {
                starts_at: start + 71,
                ..FREE
            },
            0,
            Some(AlthingError::GrantNotStarted),
        ),
        (
            GrantTerms {
                starts_at: start + 70,
                ..FREE
            },
            0,
            None,
        ),
        (
            GrantTerms {
                expires_at: start + 70,
                ..FREE
            },
            0,
            Some(AlthingError::GrantExpired),
        ),
        (
            GrantTerms {
                expires_at: start + 71,
                ..FREE
            },
            0,
            None,
        ),
        // 10 in three seconds: 233 are used up in 70 seconds, and the price of three more must be there.
        (STREAMED, 242, Some(AlthingError::GrantUnpaid)),
        (STREAMED, 243, None),
        (STREAMED, 234, Some(AlthingError::GrantUnpaid)),
        (ONCE, 1_000, None),
        (PER_USE, 0, Some(AlthingError::GrantUnpaid)),
        (PER_USE, 49, Some(AlthingError::GrantUnpaid)),
        (PER_USE, 50, None),
    ];
    for (terms, prepay, expected) in cases {
        let (mut w, c, k, d) = made_from_data();
        w.granted(&c, &d, Grant::TRAIN, terms, prepay);
        let promoted = promote(&mut w, &c, &k.draft);
        match expected {
            Some(error) => assert_refused(promoted, error),
            None => drop(promoted.unwrap_or_else(|refusal| panic!("{terms:?}: {refusal}"))),
        }
    }
}

#[test]
fn an_offer_and_a_revoked_grant_cover_nothing() {
    let (mut w, c, k, d) = made_from_data();
    let licence = w.offered(&c, &d, Grant::TRAIN, FREE);
    let refused = promote_with(&w, &c, &k, &[licence.grant]);
    assert_refused(refused, AlthingError::GrantNotAccepted);
    w.go(&[c.accept(&d, &licence, 0)], &[&d.licensee]);
    // The vote is held while consent is given, and carried out after it was taken back.
    let motion = w.executable(&c, &[w.promotes(&c, &k.draft)]);
    w.revoke_grant(&c, &d, &licence).unwrap();
    assert_refused(w.execute(&c, &motion, 0), AlthingError::GrantRevoked);
}

#[test]
fn who_has_recorded_and_paid_the_only_use_is_promoted() {
    for (terms, prepay) in [(FREE, 0), (ONCE, 1_000), (PER_USE, 50)] {
        let (mut w, c, k, d) = made_from_data();
        let once = GrantTerms {
            use_cap: 1,
            ..terms
        };
        let licence = w.granted(&c, &d, Grant::TRAIN, once, prepay);
        w.record_uses(&c, &d, &licence, 1).unwrap();
        // Nothing is left of it, for a further use or to pay one with.
        let again = w.record_uses(&c, &d, &licence, 1);
        assert_refused(again, AlthingError::GrantExhausted);
        promote_with(&w, &c, &k, &[licence.grant]).unwrap();
    }
}

#[test]
fn a_use_that_was_recorded_is_paid_for_rollbacks_too() {
    let (mut w, c, k, d) = made_from_data();
    let once = GrantTerms {
        use_cap: 1,
        ..PER_USE
    };
    let licence = w.granted(&c, &d, Grant::TRAIN, once, 50);
    w.record_uses(&c, &d, &licence, 1).unwrap();
    w.promote(&c, &k.draft);
    w.release(&c, &k, None);
    promote(&mut w, &c, &k.draft).unwrap();
    assert_eq!(w.borsh::<Model>(&k.model).production, 1);
}

#[test]
fn a_stream_is_paid_ahead_also_where_its_uses_are_used_up() {
    let once = GrantTerms {
        use_cap: 1,
        ..STREAMED
    };
    // One base unit, and a use before it has run out: nothing accrues afterwards.
    for (prepay, expected) in [(9, Some(AlthingError::GrantUnpaid)), (10, None)] {
        let (mut w, c, k, d) = made_from_data();
        let licence = w.granted(&c, &d, Grant::TRAIN, once, prepay);
        w.record_uses(&c, &d, &licence, 1).unwrap();
        let promoted = promote_with(&w, &c, &k, &[licence.grant]);
        match expected {
            Some(error) => assert_refused(promoted, error),
            None => drop(promoted.unwrap_or_else(|refusal| panic!("{refusal}"))),
        }
    }
}

/// What the versions link is an address: whoever could register the digest anew would give back what its owner withdrew.
#[test]
fn nobody_consents_in_the_place_of_an_owner_who_has_left() {
    let (mut w, c, k, d) = made_from_data();
    let licence = w.granted(&c, &d, Grant::TRAIN, FREE, 0);
    let motion = w.executable(&c, &[w.promotes(&c, &k.draft)]);
    w.revoke_grant(&c, &d, &licence).unwrap();
    w.close_grant(&c, &d, &licence).unwrap();
    w.close_dataset(&c, &d);
    let thief = Data {
        owner: w.wallet("thief"),
        ..d.clone()
    };
    let register = |data: &Data| {
        let args = dataset_args(d.digest);
        c.register_dataset(data)
            .call(instruction::RegisterDataset { args })
    };
    let sent = w.send(&[register(&thief)], &[&thief.owner, &c.renter]);
    assert_refused(sent, AlthingError::NotFormerOwner);
    let sent = w.send(&[c.offer(&thief, &licence)], &[&thief.owner, &c.renter]);
    assert_refused(sent, AnchorError::AccountDiscriminatorMismatch);
    let executed = w.clone().execute(&c, &motion, 0);
    assert_refused(executed, AlthingError::GrantMissing);

    // The owner may come back, and consent again.
    w.go(&[register(&d)], &[&d.owner, &c.renter]);
    w.granted(&c, &d, Grant::TRAIN, FREE, 0);
    w.execute(&c, &motion, 0).unwrap();
}

#[test]
fn a_rollback_needs_consent_as_it_is_now() {
    let (mut w, c, k, d) = made_from_data();
    let licence = w.granted(&c, &d, Grant::TRAIN, FREE, 0);
    w.promote(&c, &k.draft);
    w.release(&c, &k, None);
    w.revoke_grant(&c, &d, &licence).unwrap();
    let refused = promote(&mut w, &c, &k.draft);
    assert_refused(refused, AlthingError::GrantRevoked);
}

#[test]
fn the_authoritys_own_data_needs_a_grant_too() {
    let (mut w, c, k) = catalogue();
    let planned = w.plan_data(&c, "corpus");
    let register = accounts::RegisterDataset {
        owner: c.authority,
        payer: c.authority,
        ..c.register_dataset(&planned)
    };
    let args = dataset_args(planned.digest);
    w.pass(&c, &[register.call(instruction::RegisterDataset { args })]);
    let d = Data {
        model: k.model,
        ..planned
    };
    w.link_dataset(&c, &k.draft, &d, Grant::TRAIN);
    w.approve(&c, &k, &k.draft);
    let refused = promote(&mut w, &c, &k.draft);
    assert_refused(refused, AlthingError::GrantMissing);
}
