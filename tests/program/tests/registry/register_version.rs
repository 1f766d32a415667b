mod relations;

use althing::audit::entry::EntryKind;
use althing::constants::SEED_VERSION;
use althing::registry::entries::VersionRegistered;
use althing::registry::StatusChange;
use althing::text::{fixed, unpadded};
use althing::{AuditLog, Model, ModelVersion, RegisterVersionArgs, VersionStatus};
use althing_program_tests::prelude::*;

use super::{assert_recorded, assert_same, bad_texts, bump, changes};

type Change = fn(&mut RegisterVersionArgs);

/// Version 2 of the catalogue's model.
fn second(c: &Community, k: &Catalogue) -> accounts::RegisterVersion {
    c.register_version(k.model, 2)
}

fn send(
    w: &mut World,
    c: &Community,
    accounts: &accounts::RegisterVersion,
    args: RegisterVersionArgs,
) -> Result<Sent, Refusal> {
    w.send(
        &[accounts.call(instruction::RegisterVersion { args })],
        &[&c.members[0].key, &c.renter],
    )
}

#[test]
fn test_register_version_ok() {
    let (mut w, c, k) = catalogue();
    let (model, log): (Model, AuditLog) = (w.borsh(&k.model), w.zero_copy(&k.log));
    let accounts = second(&c, &k);
    let sent = send(&mut w, &c, &accounts, version_args(2)).unwrap();

    let metadata_uri = "https://example.org/version";
    let expected = ModelVersion {
        version: 1,
        bump: bump(&[SEED_VERSION, k.model.as_ref(), &2u64.to_le_bytes()]),
        status: VersionStatus::Draft as u8,
        dao: c.dao,
        model: k.model,
        payer: c.renter.pubkey(),
        number: 2,
        weights_digest: [2; 32],
        manifest_digest: [3; 32],
        code_digest: [4; 32],
        dataset_root: [5; 32],
        metadata_hash: [6; 32],
        lineage_revision: ModelVersion::UNCHECKED,
        created_at: w.now(),
        metadata_uri: fixed(metadata_uri, AlthingError::MetadataUriOutOfBounds).unwrap(),
        ..bytemuck::Zeroable::zeroed()
    };
    assert_same(
        &w.zero_copy::<ModelVersion>(&accounts.model_version),
        &expected,
    );
    assert_same(
        &w.borsh::<Model>(&k.model),
        &Model {
            version_count: 2,
            open_versions: 2,
            ..model
        },
    );
    let payload = VersionRegistered {
        number: 2,
        weights_digest: [2; 32],
        manifest_digest: [3; 32],
        code_digest: [4; 32],
        dataset_root: [5; 32],
        metadata_hash: [6; 32],
        metadata_uri: metadata_uri.into(),
    };
    assert_recorded(
        &w,
        &log,
        &sent,
        EntryKind::VersionRegistered,
        &c.members[0].address(),
        &payload,
    );
}

#[test]
fn the_registration_is_in_the_history() {
    let (mut w, c, k) = catalogue();
    send(&mut w, &c, &second(&c, &k), version_args(2)).unwrap();
    let expected = StatusChange {
        slot: w.slot(),
        timestamp: w.now(),
        number: 2,
        from: StatusChange::UNREGISTERED,
        to: VersionStatus::Draft as u8,
        _padding: [0; 6],
    };
    assert_eq!(changes(&w, &k.model)[1..], [expected]);
}

#[test]
fn the_payer_pays_the_rent() {
    let (mut w, c, k) = catalogue();
    let before = w.lamports(&c.renter.pubkey());
    w.version(&c, &k.model, None);
    assert_eq!(
        before - w.lamports(&c.renter.pubkey()),
        w.rent(ModelVersion::SPACE)
    );
}

#[test]
fn the_number_is_the_next_one() {
    let (mut w, c, k) = catalogue();
    for number in [0, 1, 3, u64::MAX] {
        let accounts = c.register_version(k.model, number);
        assert_refused(
            send(&mut w, &c, &accounts, version_args(number)),
            AlthingError::WrongVersionNumber,
        );
    }
    w.version(&c, &k.model, None);
    assert_refused(
        send(&mut w, &c, &second(&c, &k), version_args(2)),
        AlthingError::WrongVersionNumber,
    );
}

#[test]
fn the_address_is_that_of_the_number() {
    let (mut w, c, k) = catalogue();
    let third = c.register_version(k.model, 3);
    assert_refused(
        send(&mut w, &c, &third, version_args(2)),
        AnchorError::ConstraintSeeds,
    );
}

#[test]
fn the_number_of_a_closed_version_is_not_used_again() {
    let (mut w, c, k) = catalogue();
    w.go(
        &[c.close_version(k.model, k.draft)
            .call(instruction::CloseVersion {})],
        &[&c.members[0].key],
    );
    let first = c.register_version(k.model, 1);
    assert_refused(
        send(&mut w, &c, &first, version_args(1)),
        AlthingError::WrongVersionNumber,
    );
    assert_eq!(w.version(&c, &k.model, None), pda::version(&k.model, 2));
}

#[test]
fn after_the_last_number_there_is_none() {
    let (mut w, c) = community();
    let model = w.model(&c, "Silero VAD");
    let mut account = w.account(&model).unwrap();
    let full = Model {
        version_count: u64::MAX,
        ..w.borsh(&model)
    };
    account.data.clear();
    anchor_lang::AccountSerialize::try_serialize(&full, &mut account.data).unwrap();
    account.data.resize(Model::SPACE, 0);
    w.plant(model, althing::ID, account.data);
    for number in [0, u64::MAX] {
        let accounts = c.register_version(model, number);
        assert_refused(
            send(&mut w, &c, &accounts, version_args(number)),
            AlthingError::Overflow,
        );
    }
}

#[test]
fn the_digests_of_weights_and_manifest_are_given() {
    let (mut w, c, k) = catalogue();
    let without: [(Change, AlthingError); 2] = [
        (
            |args| args.weights_digest = [0; 32],
            AlthingError::WeightsDigestIsZero,
        ),
        (
            |args| args.manifest_digest = [0; 32],
            AlthingError::ManifestDigestIsZero,
        ),
    ];
    for (change, error) in without {
        let mut args = version_args(2);
        change(&mut args);
        let accounts = accounts::RegisterVersion {
            digest_index: pda::digest_index(&c.dao, &args.weights_digest),
            ..second(&c, &k)
        };
        assert_refused(send(&mut w, &c, &accounts, args), error);
    }
}

#[test]
fn code_and_data_may_be_unpublished_and_one_bit_is_a_digest() {
    let (mut w, c, k) = catalogue();
    let mut one_bit = [0; 32];
    one_bit[31] = 1;
    let args = RegisterVersionArgs {
        weights_digest: one_bit,
        manifest_digest: one_bit,
        code_digest: [0; 32],
        dataset_root: [0; 32],
        ..version_args(2)
    };
    let accounts = accounts::RegisterVersion {
        digest_index: pda::digest_index(&c.dao, &one_bit),
        ..second(&c, &k)
    };
    send(&mut w, &c, &accounts, args).unwrap();
    let version: ModelVersion = w.zero_copy(&pda::version(&k.model, 2));
    assert_eq!(
        (version.weights_digest, version.manifest_digest),
        (one_bit, one_bit)
    );
    assert_eq!(
        (version.code_digest, version.dataset_root),
        ([0; 32], [0; 32])
    );
}

#[test]
fn a_uri_has_0_to_200_bytes() {
    let (mut w, c, k) = catalogue();
    let taken = [
        ("".into(), [0; 32]),
        ("u".into(), [1; 32]),
        ("u".repeat(200), [255; 32]),
    ];
    for (number, (metadata_uri, metadata_hash)) in (2..).zip(taken) {
        let args = RegisterVersionArgs {
            metadata_uri,
            metadata_hash,
            ..version_args(number)
        };
        let accounts = c.register_version(k.model, number);
        send(&mut w, &c, &accounts, args.clone()).unwrap();
        let version: ModelVersion = w.zero_copy(&accounts.model_version);
        assert_eq!(
            (unpadded(&version.metadata_uri), version.metadata_hash),
            (args.metadata_uri.as_str(), args.metadata_hash)
        );
    }
    for metadata_uri in bad_texts(200) {
        let args = RegisterVersionArgs {
            metadata_uri,
            ..version_args(5)
        };
        let sent = send(&mut w, &c, &c.register_version(k.model, 5), args);
        assert_refused(sent, AlthingError::MetadataUriOutOfBounds);
    }
}

#[test]
fn a_uri_and_its_hash_come_together_or_not_at_all() {
    let (mut w, c, k) = catalogue();
    let changes: [Change; 2] = [
        |args| args.metadata_hash = [0; 32],
        |args| args.metadata_uri = String::new(),
    ];
    for change in changes {
        let mut args = version_args(2);
        change(&mut args);
        assert_refused(
            send(&mut w, &c, &second(&c, &k), args),
            AlthingError::MetadataHashMismatch,
        );
    }
}

#[test]
fn a_closed_model_gets_no_versions() {
    let (mut w, c) = community();
    let model = w.model(&c, "Silero VAD");
    w.go(
        &[c.close_model(model).call(instruction::CloseModel {})],
        &[&c.members[0].key],
    );
    let accounts = c.register_version(model, 1);
    assert_refused(
        send(&mut w, &c, &accounts, version_args(1)),
        AnchorError::AccountNotInitialized,
    );
}

#[test]
fn lamports_at_the_address_do_not_hinder() {
    let (mut w, c, k) = catalogue();
    w.svm
        .airdrop(&pda::version(&k.model, 2), 1_000_000)
        .unwrap();
    w.version(&c, &k.model, None);
}
