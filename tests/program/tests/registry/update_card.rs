use althing::audit::entry::EntryKind;
use althing::registry::entries::CardUpdated;
use althing::text::{fixed, unpadded};
use althing::{AuditLog, ModelVersion, UpdateCardArgs};
use althing_program_tests::prelude::*;

use super::{assert_recorded, assert_same, bad_texts};

fn args() -> UpdateCardArgs {
    UpdateCardArgs {
        metadata_uri: "https://example.org/card".into(),
        metadata_hash: [9; 32],
    }
}

fn call(accounts: &accounts::UpdateCard, args: UpdateCardArgs) -> Instruction {
    accounts.call(instruction::UpdateCard { args })
}

fn send(
    w: &mut World,
    c: &Community,
    k: &Catalogue,
    args: UpdateCardArgs,
) -> Result<Sent, Refusal> {
    let update = call(&c.update_card(k.model, k.draft), args);
    w.send(&[update], &[&c.members[0].key])
}

#[test]
fn test_update_card_ok() {
    let (mut w, c, k) = catalogue();
    let (version, log): (ModelVersion, AuditLog) = (w.zero_copy(&k.draft), w.zero_copy(&k.log));
    let sent = send(&mut w, &c, &k, args()).unwrap();

    let UpdateCardArgs {
        metadata_uri,
        metadata_hash,
    } = args();
    let expected = ModelVersion {
        metadata_uri: fixed(&metadata_uri, AlthingError::MetadataUriOutOfBounds).unwrap(),
        metadata_hash,
        ..version
    };
    assert_same(&w.zero_copy::<ModelVersion>(&k.draft), &expected);
    let payload = CardUpdated {
        number: 1,
        old_hash: CARD,
        metadata_hash,
        metadata_uri,
    };
    assert_recorded(
        &w,
        &log,
        &sent,
        EntryKind::CardUpdated,
        &c.members[0].address(),
        &payload,
    );
}

/// A card stands still from the first word of an evaluator until the version is in production, and again from its
/// deprecation on: then a vote may promote it.
#[test]
fn not_while_a_vote_may_be_about_to_promote_the_version() {
    let (mut w, c, k) = catalogue();
    let frozen = AlthingError::CardFrozen;
    let evaluator = &k.evaluators[0];
    w.attest(&c, &k.draft, evaluator, true).unwrap();
    assert_refused(send(&mut w.clone(), &c, &k, args()), frozen);
    let withdraw = c.withdraw_attestation(k.model, k.draft, evaluator.pubkey());
    w.go(
        &[withdraw.call(instruction::WithdrawAttestation {})],
        &[evaluator],
    );
    send(&mut w.clone(), &c, &k, args()).unwrap();
    w.stage(&c, &k.draft);
    assert_refused(send(&mut w.clone(), &c, &k, args()), frozen);
    w.approve(&c, &k, &k.draft);
    assert_refused(send(&mut w.clone(), &c, &k, args()), frozen);
    w.promote(&c, &k.draft);
    send(&mut w.clone(), &c, &k, args()).unwrap();
    w.release(&c, &k, None);
    assert_refused(send(&mut w.clone(), &c, &k, args()), frozen);
    w.revoke(&c, &k.draft);
    assert_refused(send(&mut w, &c, &k, args()), AlthingError::VersionRevoked);
}

#[test]
fn the_same_card_may_move_whatever_the_version_is_but_revoked() {
    let (mut w, c, k) = catalogue();
    let moved = || UpdateCardArgs {
        metadata_hash: CARD,
        ..args()
    };
    let moves = |w: &World| send(&mut w.clone(), &c, &k, moved());
    w.attest(&c, &k.draft, &k.evaluators[2], true).unwrap();
    moves(&w).unwrap();
    w.approve(&c, &k, &k.draft);
    moves(&w).unwrap();
    w.promote(&c, &k.draft);
    moves(&w).unwrap();
    w.release(&c, &k, None);
    moves(&w).unwrap();
    w.revoke(&c, &k.draft);
    assert_refused(moves(&w), AlthingError::VersionRevoked);
}

#[test]
fn a_card_shrinks_and_grows_and_nothing_of_the_old_one_stays() {
    let (mut w, c, k) = catalogue();
    for (metadata_uri, metadata_hash) in [
        ("u".repeat(200), [1; 32]),
        ("u".into(), [2; 32]),
        (String::new(), [0; 32]),
    ] {
        let args = UpdateCardArgs {
            metadata_uri: metadata_uri.clone(),
            metadata_hash,
        };
        send(&mut w, &c, &k, args).unwrap();
        let version: ModelVersion = w.zero_copy(&k.draft);
        assert_eq!(unpadded(&version.metadata_uri), metadata_uri);
        let rest = &version.metadata_uri[metadata_uri.len()..];
        assert!(rest.iter().all(|byte| *byte == 0));
    }
    for metadata_uri in bad_texts(200) {
        let args = UpdateCardArgs {
            metadata_uri,
            ..args()
        };
        assert_refused(
            send(&mut w, &c, &k, args),
            AlthingError::MetadataUriOutOfBounds,
        );
    }
    for (uri, hash) in [("", [1; 32]), ("u", [0; 32])] {
        let args = UpdateCardArgs {
            metadata_uri: uri.into(),
            metadata_hash: hash,
        };
        assert_refused(
            send(&mut w, &c, &k, args),
            AlthingError::MetadataHashMismatch,
        );
    }
}

#[test]
fn only_the_maintainer_may() {
    let (mut w, c, k) = catalogue();
    for key in [&c.members[1].key, &c.creator, &k.evaluators[0]] {
        let accounts = accounts::UpdateCard {
            maintainer: key.pubkey(),
            ..c.update_card(k.model, k.draft)
        };
        assert_refused(
            w.send(&[call(&accounts, args())], &[key]),
            AlthingError::NotMaintainer,
        );
    }
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, k) = catalogue();
    let update = call(&c.update_card(k.model, k.draft), args());
    w.sweep(update, &[&c.members[0].key]).run();
}

#[test]
fn test_update_card_refuses_another_model_or_log() {
    let (mut w, c, k) = catalogue();
    let second = w.model(&c, "Second");
    let wrong = [
        (c.update_card(second, k.draft), AlthingError::WrongModel),
        (
            accounts::UpdateCard {
                log: c.log,
                ..c.update_card(k.model, k.draft)
            },
            AlthingError::WrongLog,
        ),
    ];
    for (accounts, error) in wrong {
        assert_refused(
            w.send(&[call(&accounts, args())], &[&c.members[0].key]),
            error,
        );
    }
}
