use std::slice::from_ref;

use althing::audit::entry::EntryKind;
use althing::registry::entries::ParentUnlinked;
use althing::{AuditLog, ModelVersion};
use althing_program_tests::prelude::*;

use super::{assert_recorded, assert_same};

/// The catalogue, with a second draft that was made from the first.
fn linked() -> (World, Community, Catalogue, Pubkey) {
    let (mut w, c, k) = catalogue();
    let child = w.version(&c, &k.model, Some(k.draft));
    (w, c, k, child)
}

fn call(accounts: &accounts::UnlinkParent) -> Instruction {
    accounts.call(instruction::UnlinkParent {})
}

fn send(w: &mut World, c: &Community, accounts: &accounts::UnlinkParent) -> Result<Sent, Refusal> {
    w.send(&[call(accounts)], &[&c.members[0].key])
}

#[test]
fn test_unlink_parent_ok() {
    let (mut w, c, k, child) = linked();
    let (version, parent): (ModelVersion, ModelVersion) =
        (w.zero_copy(&child), w.zero_copy(&k.draft));
    let log: AuditLog = w.zero_copy(&k.log);
    let sent = send(&mut w, &c, &c.unlink_parent(k.model, child, k.draft)).unwrap();

    let mut expected = version;
    expected.parents[0] = Pubkey::default();
    expected.parent_count = 0;
    expected.lineage_revision = ModelVersion::UNCHECKED;
    assert_same(&w.zero_copy::<ModelVersion>(&child), &expected);
    let expected = ModelVersion {
        children: 0,
        ..parent
    };
    assert_same(&w.zero_copy::<ModelVersion>(&k.draft), &expected);
    assert_recorded(
        &w,
        &log,
        &sent,
        EntryKind::ParentUnlinked,
        &c.members[0].address(),
        &ParentUnlinked {
            number: 2,
            parent: k.draft,
        },
    );
}

#[test]
fn the_other_parents_keep_their_order() {
    let (mut w, c, k, child) = linked();
    let others = [0; 2].map(|_| w.version(&c, &k.model, None));
    for parent in &others {
        w.stage(&c, parent);
        w.link(&c, &child, parent);
    }
    send(&mut w, &c, &c.unlink_parent(k.model, child, k.draft)).unwrap();
    assert_eq!(w.zero_copy::<ModelVersion>(&child).parents(), others);
}

#[test]
fn a_revoked_parent_can_be_unlinked() {
    let (mut w, c, k, child) = linked();
    w.revoke(&c, &k.draft);
    send(&mut w, &c, &c.unlink_parent(k.model, child, k.draft)).unwrap();
    let close = w.closes(&c, &k.draft);
    w.go(&[close], &[&c.members[0].key]);
}

#[test]
fn only_a_parent_is_unlinked_and_once() {
    let (mut w, c, k, child) = linked();
    let other = w.version(&c, &k.model, None);
    w.stage(&c, &other);
    for parent in [other, child] {
        assert_refused(
            send(&mut w, &c, &c.unlink_parent(k.model, child, parent)),
            AlthingError::NotLinked,
        );
    }
    let once = call(&c.unlink_parent(k.model, child, k.draft));
    let both = w.send(&[once.clone(), once.clone()], &[&c.members[0].key]);
    assert_refused(both, AlthingError::NotLinked);
    w.go(from_ref(&once), &[&c.members[0].key]);
    assert_refused(
        w.send(&[once], &[&c.members[0].key]),
        AlthingError::NotLinked,
    );
}

#[test]
fn what_was_staged_or_attested_does_not_change() {
    let (mut w, c, k, child) = linked();
    let unlink = c.unlink_parent(k.model, child, k.draft);
    w.attest(&c, &child, &k.evaluators[0], true).unwrap();
    assert_refused(send(&mut w, &c, &unlink), AlthingError::AttestationsOpen);
    w.approve(&c, &k, &child);
    let refused = |w: &World| {
        assert_refused(
            send(&mut w.clone(), &c, &unlink),
            AlthingError::VersionNotDraft,
        );
    };
    refused(&w);
    w.promote(&c, &child);
    refused(&w);
    w.revoke(&c, &child);
    refused(&w);
}

#[test]
fn only_the_maintainer_may() {
    let (mut w, c, k, child) = linked();
    for key in [&c.members[1].key, &c.creator, &k.evaluators[0]] {
        let accounts = accounts::UnlinkParent {
            maintainer: key.pubkey(),
            ..c.unlink_parent(k.model, child, k.draft)
        };
        assert_refused(
            w.send(&[call(&accounts)], &[key]),
            AlthingError::NotMaintainer,
        );
    }
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, k, child) = linked();
    w.sweep(
        call(&c.unlink_parent(k.model, child, k.draft)),
        &[&c.members[0].key],
    )
    .run();
}

#[test]
fn test_unlink_parent_refuses_another_model_or_log() {
    let (mut w, c, k, child) = linked();
    let model = w.model(&c, "Second");
    assert_refused(
        send(&mut w, &c, &c.unlink_parent(model, child, k.draft)),
        AlthingError::WrongModel,
    );
    let accounts = accounts::UnlinkParent {
        log: c.log,
        ..c.unlink_parent(k.model, child, k.draft)
    };
    assert_refused(send(&mut w, &c, &accounts), AlthingError::WrongLog);
}
