use althing::audit::entry::EntryKind;
use althing::consent::Grant;
use althing::registry::entries::DatasetLinked;
use althing::{AuditLog, ModelVersion};
use althing_program_tests::prelude::*;

use super::{assert_recorded, assert_same};

/// The catalogue, and a dataset whose grants are for its model.
pub fn sourced() -> (World, Community, Catalogue, Data) {
    let (mut w, c, k) = catalogue();
    let data = w.data(&c, "corpus");
    let data = Data {
        model: k.model,
        ..data
    };
    (w, c, k, data)
}

fn call(accounts: &accounts::LinkDataset, purpose: u8) -> Instruction {
    accounts.call(instruction::LinkDataset { purpose })
}

fn send(
    w: &mut World,
    c: &Community,
    accounts: &accounts::LinkDataset,
    purpose: u8,
) -> Result<Sent, Refusal> {
    w.send(&[call(accounts, purpose)], &[&c.members[0].key])
}

#[test]
fn test_link_dataset_ok() {
    let (mut w, c, k, d) = sourced();
    let version: ModelVersion = w.zero_copy(&k.draft);
    let log: AuditLog = w.zero_copy(&k.log);
    let link = c.link_dataset(k.model, k.draft, d.dataset);
    let sent = send(&mut w, &c, &link, Grant::ALIGN).unwrap();

    let mut expected = version;
    expected.datasets[0] = d.dataset;
    expected.purposes[0] = Grant::ALIGN;
    expected.dataset_count = 1;
    assert_same(&w.zero_copy::<ModelVersion>(&k.draft), &expected);
    let payload = DatasetLinked {
        number: 1,
        dataset: d.dataset,
        purpose: Grant::ALIGN,
        digest: d.digest,
    };
    let actor = c.members[0].address();
    assert_recorded(&w, &log, &sent, EntryKind::DatasetLinked, &actor, &payload);
}

#[test]
fn a_dataset_is_linked_once_for_each_purpose() {
    let (mut w, c, k, d) = sourced();
    let link = c.link_dataset(k.model, k.draft, d.dataset);
    for purpose in 0..6 {
        send(&mut w, &c, &link, purpose).unwrap();
        w.svm.expire_blockhash();
        assert_refused(
            send(&mut w, &c, &link, purpose),
            AlthingError::AlreadyLinked,
        );
    }
    assert_refused(send(&mut w, &c, &link, 6), AlthingError::PurposeUnknown);
    assert_refused(
        send(&mut w, &c, &link, u8::MAX),
        AlthingError::PurposeUnknown,
    );
}

#[test]
fn a_version_has_at_most_eight_datasets() {
    let (mut w, c, k, d) = sourced();
    let other = w.data(&c, "another corpus");
    let link = c.link_dataset(k.model, k.draft, d.dataset);
    for purpose in 0..6 {
        send(&mut w, &c, &link, purpose).unwrap();
    }
    let link = c.link_dataset(k.model, k.draft, other.dataset);
    send(&mut w, &c, &link, 0).unwrap();
    send(&mut w, &c, &link, 1).unwrap();
    assert_refused(send(&mut w, &c, &link, 2), AlthingError::TooManyLinks);
}

#[test]
fn only_a_draft_without_attestations_is_linked() {
    let (mut w, c, k, d) = sourced();
    let link = c.link_dataset(k.model, k.draft, d.dataset);
    w.attest(&c, &k.draft, &k.evaluators[0], true).unwrap();
    assert_refused(send(&mut w, &c, &link, 0), AlthingError::AttestationsOpen);
    w.stage(&c, &k.draft);
    assert_refused(send(&mut w, &c, &link, 1), AlthingError::VersionNotDraft);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, k, d) = sourced();
    let link = call(&c.link_dataset(k.model, k.draft, d.dataset), 0);
    w.sweep(link, &[&c.members[0].key]).run();
}

#[test]
fn test_link_dataset_refuses_accounts_of_others() {
    let (mut w, [c, other], [k, theirs]) = two_catalogues();
    let (d, foreign) = (w.data(&c, "corpus"), w.data(&other, "foreign corpus"));
    let another = w.model(&c, "Another");
    let a = || c.link_dataset(k.model, k.draft, d.dataset);
    let cases = [
        (
            accounts::LinkDataset {
                maintainer: c.members[1].address(),
                ..a()
            },
            AlthingError::NotMaintainer,
        ),
        (
            accounts::LinkDataset { log: c.log, ..a() },
            AlthingError::WrongLog,
        ),
        (
            accounts::LinkDataset {
                model: another,
                log: pda::log(&another),
                ..a()
            },
            AlthingError::WrongModel,
        ),
        (
            accounts::LinkDataset {
                model_version: theirs.draft,
                ..a()
            },
            AlthingError::WrongModel,
        ),
        (
            accounts::LinkDataset {
                dataset: foreign.dataset,
                ..a()
            },
            AlthingError::WrongDao,
        ),
    ];
    for (accounts, error) in cases {
        let signers = [&c.members[0].key, &c.members[1].key];
        assert_refused(w.send(&[call(&accounts, 0)], &signers), error);
    }
}
