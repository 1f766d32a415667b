use althing::audit::entry::EntryKind;
use althing::consent::{Grant, GrantTerms};
use althing::registry::entries::{ConsentLost, ConsentRestored};
use althing::{AuditLog, ModelVersion, VersionStatus};
use althing_program_tests::prelude::*;

use super::assert_recorded;
use super::link_dataset::sourced;

fn call(accounts: &accounts::CheckConsent, place: u8) -> Instruction {
    accounts.call(instruction::CheckConsent { place })
}

/// A version in production that was made from a dataset, whose grant has these terms.
fn released(terms: GrantTerms, prepay: u64) -> (World, Community, Catalogue, Data, Licence) {
    let (mut w, c, k, d) = sourced();
    w.link_dataset(&c, &k.draft, &d, Grant::TRAIN);
    let licence = w.granted(&c, &d, Grant::TRAIN, terms, prepay);
    w.approve(&c, &k, &k.draft);
    w.promote(&c, &k.draft);
    (w, c, k, d, licence)
}

fn check(c: &Community, k: &Catalogue, licence: &Licence) -> Instruction {
    call(&c.check_consent(k.model, k.draft, licence.grant), 0)
}

fn lost(w: &World, k: &Catalogue) -> u8 {
    w.zero_copy::<ModelVersion>(&k.draft).consent_lost
}

/// What this says is recorded for the dataset of `d`.
fn loss(d: &Data, refusal: AlthingError) -> ConsentLost {
    ConsentLost {
        number: 1,
        dataset: d.dataset,
        purpose: Grant::TRAIN,
        refusal: u32::from(refusal),
    }
}

#[test]
fn test_check_consent_ok() {
    let (mut w, c, k, d, licence) = released(FREE, 0);
    let (check, caller) = (check(&c, &k, &licence), c.members[1].address());
    let signers = [&c.members[1].key];
    let idle = w.send(std::slice::from_ref(&check), &signers);
    assert_refused(idle, AlthingError::ConsentUnchanged);

    w.revoke_grant(&c, &d, &licence).unwrap();
    w.next_slot();
    w.svm.expire_blockhash();
    let log: AuditLog = w.zero_copy(&k.log);
    let sent = w.go(std::slice::from_ref(&check), &signers);
    assert_eq!(lost(&w, &k), 1);
    let payload = loss(&d, AlthingError::GrantRevoked);
    assert_recorded(&w, &log, &sent, EntryKind::ConsentLost, &caller, &payload);
    // It stays in production: that is for a vote.
    let version: ModelVersion = w.zero_copy(&k.draft);
    assert_eq!(version.status(), VersionStatus::Production);
    w.svm.expire_blockhash();
    let twice = w.send(std::slice::from_ref(&check), &signers);
    assert_refused(twice, AlthingError::ConsentUnchanged);

    // A grant that takes its place restores it.
    w.close_grant(&c, &d, &licence).unwrap();
    w.granted(&c, &d, Grant::TRAIN, FREE, 0);
    w.next_slot();
    w.svm.expire_blockhash();
    let log: AuditLog = w.zero_copy(&k.log);
    let sent = w.go(&[check], &signers);
    assert_eq!(lost(&w, &k), 0);
    let payload = ConsentRestored {
        number: 1,
        dataset: d.dataset,
        purpose: Grant::TRAIN,
    };
    assert_recorded(
        &w,
        &log,
        &sent,
        EntryKind::ConsentRestored,
        &caller,
        &payload,
    );
}

#[test]
fn every_way_to_lose_consent_is_told_by_its_number() {
    let now = released(FREE, 0).0.now();
    let ending = GrantTerms {
        expires_at: now + 10,
        ..FREE
    };
    let cases = [
        (ending, 0, AlthingError::GrantExpired),
        // 10 in three seconds, for longer than a vote takes.
        (STREAMED, 10_000, AlthingError::GrantUnpaid),
    ];
    for (terms, prepay, refusal) in cases {
        let (mut w, c, k, d, licence) = released(terms, prepay);
        w.wait(3_000);
        let log: AuditLog = w.zero_copy(&k.log);
        let sent = w.go(&[check(&c, &k, &licence)], &[&c.members[1].key]);
        let caller = c.members[1].address();
        let payload = loss(&d, refusal);
        assert_recorded(&w, &log, &sent, EntryKind::ConsentLost, &caller, &payload);
    }
}

#[test]
fn uses_that_are_used_up_are_no_loss() {
    for (terms, prepay) in [(FREE, 0), (PER_USE, 50)] {
        let capped = GrantTerms {
            use_cap: 1,
            ..terms
        };
        let (mut w, c, k, d, licence) = released(capped, prepay);
        w.record_uses(&c, &d, &licence, 1).unwrap();
        let sent = w.send(&[check(&c, &k, &licence)], &[&c.members[1].key]);
        assert_refused(sent, AlthingError::ConsentUnchanged);
    }
}

/// A promotion wants the period ahead; afterwards the stream runs, and consent lasts until it is dry.
#[test]
fn a_stream_is_lost_when_it_is_dry_and_not_before() {
    // 10 in three seconds: 70 seconds until the promotion take 233, and 10 are there then.
    let (mut w, c, k, _, licence) = released(STREAMED, 243);
    let check = check(&c, &k, &licence);
    for (wait, expected) in [(2, Some(AlthingError::ConsentUnchanged)), (1, None)] {
        w.wait(wait);
        w.svm.expire_blockhash();
        let sent = w.send(std::slice::from_ref(&check), &[&c.members[1].key]);
        match expected {
            Some(error) => assert_refused(sent, error),
            None => drop(sent.unwrap_or_else(|refusal| panic!("{refusal}"))),
        }
    }
    assert_eq!(lost(&w, &k), 1);
}

#[test]
fn a_grant_that_is_gone_is_missing_and_an_offer_is_not_accepted() {
    let (mut w, c, k, d, licence) = released(FREE, 0);
    w.revoke_grant(&c, &d, &licence).unwrap();
    w.close_grant(&c, &d, &licence).unwrap();
    w.next_slot();
    let caller = c.members[1].address();
    let check = check(&c, &k, &licence);
    let mut offered = w.clone();
    let log: AuditLog = w.zero_copy(&k.log);
    let sent = w.go(std::slice::from_ref(&check), &[&c.members[1].key]);
    let payload = loss(&d, AlthingError::GrantMissing);
    assert_recorded(&w, &log, &sent, EntryKind::ConsentLost, &caller, &payload);

    offered.offered(&c, &d, Grant::TRAIN, FREE);
    let sent = offered.go(&[check], &[&c.members[1].key]);
    let payload = loss(&d, AlthingError::GrantNotAccepted);
    assert_recorded(
        &offered,
        &log,
        &sent,
        EntryKind::ConsentLost,
        &caller,
        &payload,
    );
}

#[test]
fn each_dataset_has_a_place_of_its_own() {
    let (mut w, c, k, d) = sourced();
    let licences = [Grant::TRAIN, Grant::EVALUATE].map(|purpose| {
        w.link_dataset(&c, &k.draft, &d, purpose);
        w.granted(&c, &d, purpose, FREE, 0)
    });
    w.approve(&c, &k, &k.draft);
    w.promote(&c, &k.draft);
    w.revoke_grant(&c, &d, &licences[1]).unwrap();
    let at =
        |place, licence: &Licence| call(&c.check_consent(k.model, k.draft, licence.grant), place);
    let signers = [&c.members[1].key];
    let sent = w.send(&[at(0, &licences[0])], &signers);
    assert_refused(sent, AlthingError::ConsentUnchanged);
    let sent = w.send(&[at(0, &licences[1])], &signers);
    assert_refused(sent, AlthingError::WrongGrant);
    for place in [2, 8, u8::MAX] {
        let sent = w.send(&[at(place, &licences[1])], &signers);
        assert_refused(sent, AlthingError::NotLinked);
    }
    w.go(&[at(1, &licences[1])], &signers);
    assert_eq!(lost(&w, &k), 2);
    // A promotion finds that all of it holds.
    w.close_grant(&c, &d, &licences[1]).unwrap();
    w.granted(&c, &d, Grant::EVALUATE, FREE, 0);
    let deprecate = c.deprecate_version(k.model, k.draft);
    w.pass(&c, &[deprecate.call(instruction::DeprecateVersion {})]);
    w.promote(&c, &k.draft);
    assert_eq!(lost(&w, &k), 0);
}

#[test]
fn only_a_version_in_production_is_checked() {
    let (mut w, c, k, d) = sourced();
    w.link_dataset(&c, &k.draft, &d, Grant::TRAIN);
    let grant = pda::grant(&d.dataset, &k.model, Grant::TRAIN);
    let check = call(&c.check_consent(k.model, k.draft, grant), 0);
    let sent = w.send(&[check], &[&c.members[1].key]);
    assert_refused(sent, AlthingError::VersionNotInProduction);
}

#[test]
fn every_wrong_account_is_refused() {
    let (mut w, c, k, d, licence) = released(FREE, 0);
    w.revoke_grant(&c, &d, &licence).unwrap();
    w.sweep(check(&c, &k, &licence), &[&c.members[1].key])
        .ignoring(licence.grant)
        .run();
    let nothing = call(
        &c.check_consent(k.model, k.draft, key("nobody").pubkey()),
        0,
    );
    let sent = w.send(&[nothing], &[&c.members[1].key]);
    assert_refused(sent, AlthingError::WrongGrant);
}

#[test]
fn test_check_consent_refuses_accounts_of_others() {
    let (mut w, c, k, d, licence) = released(FREE, 0);
    w.revoke_grant(&c, &d, &licence).unwrap();
    let another = w.model(&c, "Another");
    let a = || c.check_consent(k.model, k.draft, licence.grant);
    let log = accounts::CheckConsent { log: c.log, ..a() };
    let sent = w.send(&[call(&log, 0)], &[&c.members[1].key]);
    assert_refused(sent, AlthingError::WrongLog);
    let model = accounts::CheckConsent {
        model: another,
        log: pda::log(&another),
        ..a()
    };
    let sent = w.send(&[call(&model, 0)], &[&c.members[1].key]);
    assert_refused(sent, AlthingError::WrongModel);
}
