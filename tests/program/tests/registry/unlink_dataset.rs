use althing::audit::entry::EntryKind;
use althing::consent::Grant;
use althing::registry::entries::DatasetUnlinked;
use althing::{AuditLog, ModelVersion};
use althing_program_tests::prelude::*;

use super::link_dataset::sourced;
use super::{assert_recorded, assert_same};

fn call(accounts: &accounts::UnlinkDataset, dataset: Pubkey, purpose: u8) -> Instruction {
    accounts.call(instruction::UnlinkDataset { dataset, purpose })
}

/// [`sourced`], with the dataset linked for training.
fn linked() -> (World, Community, Catalogue, Data) {
    let (mut w, c, k, d) = sourced();
    w.link_dataset(&c, &k.draft, &d, Grant::TRAIN);
    (w, c, k, d)
}

#[test]
fn test_unlink_dataset_ok() {
    let (mut w, c, k, d) = linked();
    let version: ModelVersion = w.zero_copy(&k.draft);
    let log: AuditLog = w.zero_copy(&k.log);
    let unlink = call(&c.unlink_dataset(k.model, k.draft), d.dataset, 0);
    let sent = w.go(&[unlink], &[&c.members[0].key]);

    let mut expected = version;
    expected.datasets[0] = Pubkey::default();
    expected.dataset_count = 0;
    assert_same(&w.zero_copy::<ModelVersion>(&k.draft), &expected);
    let payload = DatasetUnlinked {
        number: 1,
        dataset: d.dataset,
        purpose: 0,
    };
    let actor = c.members[0].address();
    assert_recorded(
        &w,
        &log,
        &sent,
        EntryKind::DatasetUnlinked,
        &actor,
        &payload,
    );
}

#[test]
fn a_dataset_that_is_closed_can_be_unlinked() {
    let (mut w, c, k, d) = linked();
    let close = c.close_dataset(&d).call(instruction::CloseDataset {});
    w.go(&[close], &[&d.owner]);
    let unlink = call(&c.unlink_dataset(k.model, k.draft), d.dataset, 0);
    w.go(&[unlink], &[&c.members[0].key]);
}

#[test]
fn only_a_link_of_this_purpose_is_taken_out() {
    let (mut w, c, k, d) = linked();
    w.link_dataset(&c, &k.draft, &d, Grant::EVALUATE);
    let accounts = c.unlink_dataset(k.model, k.draft);
    for (dataset, purpose) in [
        (d.dataset, 1),
        (k.model, 0),
        (Pubkey::default(), 0),
        (d.dataset, u8::MAX),
    ] {
        let sent = w.send(&[call(&accounts, dataset, purpose)], &[&c.members[0].key]);
        assert_refused(sent, AlthingError::NotLinked);
    }
    w.go(&[call(&accounts, d.dataset, 0)], &[&c.members[0].key]);
    let version: ModelVersion = w.zero_copy(&k.draft);
    assert_eq!(version.datasets(), [d.dataset]);
    assert_eq!(version.purposes[0], Grant::EVALUATE);
}

#[test]
fn only_a_draft_without_attestations_is_unlinked() {
    let (mut w, c, k, d) = linked();
    let unlink = call(&c.unlink_dataset(k.model, k.draft), d.dataset, 0);
    w.attest(&c, &k.draft, &k.evaluators[0], true).unwrap();
    let sent = w.send(std::slice::from_ref(&unlink), &[&c.members[0].key]);
    assert_refused(sent, AlthingError::AttestationsOpen);
    w.stage(&c, &k.draft);
    let sent = w.send(&[unlink], &[&c.members[0].key]);
    assert_refused(sent, AlthingError::VersionNotDraft);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, k, d) = linked();
    let unlink = call(&c.unlink_dataset(k.model, k.draft), d.dataset, 0);
    w.sweep(unlink, &[&c.members[0].key]).run();
}

#[test]
fn test_unlink_dataset_refuses_accounts_of_others() {
    let (mut w, [c, _], [k, theirs]) = two_catalogues();
    let d = w.data(&c, "corpus");
    let a = || c.unlink_dataset(k.model, k.draft);
    let cases = [
        (
            accounts::UnlinkDataset {
                maintainer: c.members[1].address(),
                ..a()
            },
            AlthingError::NotMaintainer,
        ),
        (
            accounts::UnlinkDataset { log: c.log, ..a() },
            AlthingError::WrongLog,
        ),
        (
            accounts::UnlinkDataset {
                model_version: theirs.draft,
                ..a()
            },
            AlthingError::WrongModel,
        ),
    ];
    for (accounts, error) in cases {
        let signers = [&c.members[0].key, &c.members[1].key];
        let sent = w.send(&[call(&accounts, d.dataset, 0)], &signers);
        assert_refused(sent, error);
    }
}
