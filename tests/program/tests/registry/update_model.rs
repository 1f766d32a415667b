use althing::audit::entry::EntryKind;
use althing::registry::entries::ModelUpdated;
use althing::{AuditLog, Model, UpdateModelArgs};
use althing_program_tests::prelude::*;

use super::{assert_recorded, assert_same, bad_texts};

fn args() -> UpdateModelArgs {
    UpdateModelArgs {
        metadata_uri: "https://example.org/anew".into(),
        metadata_hash: [9; 32],
    }
}

fn send(
    w: &mut World,
    accounts: &accounts::UpdateModel,
    args: UpdateModelArgs,
    signer: &Keypair,
) -> Result<Sent, Refusal> {
    w.send(
        &[accounts.call(instruction::UpdateModel { args })],
        &[signer],
    )
}

#[test]
fn test_update_model_ok() {
    let (mut w, c, k) = catalogue();
    let (before, log): (Model, AuditLog) = (w.borsh(&k.model), w.zero_copy(&k.log));
    let m = &c.members[0];
    let sent = send(&mut w, &c.update_model(k.model), args(), &m.key).unwrap();

    let UpdateModelArgs {
        metadata_uri,
        metadata_hash,
    } = args();
    let expected = Model {
        metadata_uri: metadata_uri.clone(),
        metadata_hash,
        ..before
    };
    assert_same(&w.borsh::<Model>(&k.model), &expected);
    let payload = ModelUpdated {
        metadata_hash,
        metadata_uri,
    };
    assert_recorded(
        &w,
        &log,
        &sent,
        EntryKind::ModelUpdated,
        &m.address(),
        &payload,
    );
}

#[test]
fn an_update_leaves_versions_and_production_alone() {
    let (mut w, c, k) = catalogue();
    let version = w.release(&c, &k, None);
    let before: Model = w.borsh(&k.model);
    send(&mut w, &c.update_model(k.model), args(), &c.members[0].key).unwrap();
    let after: Model = w.borsh(&k.model);
    assert_eq!((after.production_version, after.production), (version, 2));
    assert_eq!(
        (after.version_count, after.open_versions),
        (before.version_count, before.open_versions)
    );
}

#[test]
fn a_description_shrinks_grows_and_repeats() {
    let (mut w, c, k) = catalogue();
    for (metadata_uri, metadata_hash) in [
        ("u".repeat(200), [1; 32]),
        ("".into(), [0; 32]),
        ("".into(), [0; 32]),
        ("u".into(), [2; 32]),
    ] {
        let args = UpdateModelArgs {
            metadata_uri,
            metadata_hash,
        };
        send(
            &mut w,
            &c.update_model(k.model),
            args.clone(),
            &c.members[0].key,
        )
        .unwrap();
        let model: Model = w.borsh(&k.model);
        assert_eq!(
            (model.metadata_uri, model.metadata_hash),
            (args.metadata_uri, args.metadata_hash)
        );
    }
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, k) = catalogue();
    let update = c
        .update_model(k.model)
        .call(instruction::UpdateModel { args: args() });
    w.sweep(update, &[&c.members[0].key]).run();
}

#[test]
fn only_the_maintainer_may() {
    let (mut w, c, k) = catalogue();
    for key in [&c.members[1].key, &c.creator, &c.renter, &k.evaluators[0]] {
        let accounts = accounts::UpdateModel {
            maintainer: key.pubkey(),
            ..c.update_model(k.model)
        };
        assert_refused(
            send(&mut w, &accounts, args(), key),
            AlthingError::NotMaintainer,
        );
    }
    let accounts = accounts::UpdateModel {
        maintainer: c.authority,
        ..c.update_model(k.model)
    };
    let update = accounts.call(instruction::UpdateModel { args: args() });
    assert_refused(w.as_authority(&c, update), AlthingError::NotMaintainer);
}

#[test]
fn the_maintainer_stays_maintainer_without_weight() {
    let (mut w, c, k) = catalogue();
    let m = &c.members[0];
    let leave = c
        .request_withdrawal(m)
        .call(instruction::RequestWithdrawal {
            amount: DEPOSITS[0],
        });
    w.go(&[leave], &[&m.key]);
    w.next_epoch(&c);
    send(&mut w, &c.update_model(k.model), args(), &m.key).unwrap();
}

#[test]
fn test_update_model_refuses_another_log() {
    let (mut w, [c, other], [k, theirs]) = two_catalogues();
    let second = pda::log(&w.model(&c, "Second"));
    for log in [c.log, other.log, theirs.log, second] {
        let accounts = accounts::UpdateModel {
            log,
            ..c.update_model(k.model)
        };
        assert_refused(
            send(&mut w, &accounts, args(), &c.members[0].key),
            AlthingError::WrongLog,
        );
    }
}

#[test]
fn test_update_model_refuses_another_organisations_model() {
    let (mut w, [c, _], [k, theirs]) = two_catalogues();
    let m = &c.members[0];
    let accounts = accounts::UpdateModel {
        model: theirs.model,
        ..c.update_model(k.model)
    };
    assert_refused(
        send(&mut w, &accounts, args(), &m.key),
        AlthingError::NotMaintainer,
    );
}

#[test]
fn test_update_model_refuses_a_bad_uri() {
    let (mut w, c, k) = catalogue();
    for metadata_uri in bad_texts(200) {
        let args = UpdateModelArgs {
            metadata_uri,
            ..args()
        };
        let sent = send(&mut w, &c.update_model(k.model), args, &c.members[0].key);
        assert_refused(sent, AlthingError::MetadataUriOutOfBounds);
    }
}

#[test]
fn a_uri_and_its_hash_come_together_or_not_at_all() {
    let (mut w, c, k) = catalogue();
    let without_hash = UpdateModelArgs {
        metadata_hash: [0; 32],
        ..args()
    };
    let without_uri = UpdateModelArgs {
        metadata_uri: String::new(),
        ..args()
    };
    for args in [without_hash, without_uri] {
        let sent = send(&mut w, &c.update_model(k.model), args, &c.members[0].key);
        assert_refused(sent, AlthingError::MetadataHashMismatch);
    }
}

#[test]
fn a_closed_model_cannot_be_updated() {
    let (mut w, c) = community();
    let model = w.model(&c, "Silero VAD");
    let close = c.close_model(model).call(instruction::CloseModel {});
    let update = c
        .update_model(model)
        .call(instruction::UpdateModel { args: args() });
    // In the same transaction, where its lamports are not swept up yet, and afterwards.
    let both = w.send(&[close.clone(), update.clone()], &[&c.members[0].key]);
    assert_refused(both, AnchorError::AccountNotInitialized);
    w.go(&[close], &[&c.members[0].key]);
    assert_refused(
        w.send(&[update], &[&c.members[0].key]),
        AnchorError::AccountNotInitialized,
    );
}
