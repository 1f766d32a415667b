use std::slice::from_ref;

use althing::audit::entry::EntryKind;
use althing::registry::entries::ParentLinked;
use althing::{AuditLog, ModelVersion};
use althing_program_tests::prelude::*;

use super::{assert_recorded, assert_same};

/// The catalogue with the draft staged, and a second draft.
fn two() -> (World, Community, Catalogue, Pubkey) {
    let (mut w, c, k) = catalogue();
    w.stage(&c, &k.draft);
    let second = w.version(&c, &k.model, None);
    (w, c, k, second)
}

fn call(accounts: &accounts::LinkParent) -> Instruction {
    accounts.call(instruction::LinkParent {})
}

fn send(w: &mut World, c: &Community, accounts: &accounts::LinkParent) -> Result<Sent, Refusal> {
    w.send(&[call(accounts)], &[&c.members[0].key])
}

#[test]
fn test_link_parent_ok() {
    let (mut w, c, k, second) = two();
    let (version, parent): (ModelVersion, ModelVersion) =
        (w.zero_copy(&second), w.zero_copy(&k.draft));
    let log: AuditLog = w.zero_copy(&k.log);
    let sent = send(&mut w, &c, &c.link_parent(k.model, second, k.draft)).unwrap();

    let mut expected = version;
    expected.parents[0] = k.draft;
    expected.parent_count = 1;
    expected.lineage_revision = 0;
    assert_same(&w.zero_copy::<ModelVersion>(&second), &expected);
    let expected = ModelVersion {
        children: 1,
        ..parent
    };
    assert_same(&w.zero_copy::<ModelVersion>(&k.draft), &expected);
    let payload = ParentLinked {
        number: 2,
        parent: k.draft,
        parent_number: 1,
        parent_weights_digest: [2; 32],
    };
    assert_recorded(
        &w,
        &log,
        &sent,
        EntryKind::ParentLinked,
        &c.members[0].address(),
        &payload,
    );
}

#[test]
fn a_parent_may_be_of_another_model_of_the_organisation() {
    let (mut w, c, k, second) = two();
    let model = w.model(&c, "Base");
    let base = w.version(&c, &model, None);
    w.stage(&c, &base);
    send(&mut w, &c, &c.link_parent(k.model, second, base)).unwrap();
    assert_eq!(w.zero_copy::<ModelVersion>(&second).parents(), [base]);
}

#[test]
fn test_link_parent_refuses_another_organisation_and_its_versions() {
    let (mut w, [c, other], [k, theirs]) = two_catalogues();
    w.stage(&other, &theirs.draft);
    let accounts = c.link_parent(k.model, k.draft, theirs.draft);
    assert_refused(send(&mut w, &c, &accounts), AlthingError::WrongDao);
    // Another organisation's count of revocations is no good either.
    let accounts = accounts::LinkParent {
        dao: other.dao,
        ..accounts
    };
    assert_refused(send(&mut w, &c, &accounts), AlthingError::WrongDao);
}

#[test]
fn a_parent_may_be_staged_in_production_or_deprecated_but_no_draft_and_not_revoked() {
    let (mut w, c, k) = catalogue();
    let second = w.version(&c, &k.model, None);
    let link = c.link_parent(k.model, second, k.draft);
    let mut w2 = w.clone();
    assert_refused(send(&mut w2, &c, &link), AlthingError::ParentIsDraft);
    w.approve(&c, &k, &k.draft);
    send(&mut w.clone(), &c, &link).unwrap();
    w.promote(&c, &k.draft);
    send(&mut w.clone(), &c, &link).unwrap();
    let deprecate = c.deprecate_version(k.model, k.draft);
    w.pass(&c, &[deprecate.call(instruction::DeprecateVersion {})]);
    send(&mut w.clone(), &c, &link).unwrap();
    w.revoke(&c, &k.draft);
    assert_refused(send(&mut w, &c, &link), AlthingError::ParentRevoked);
}

#[test]
fn a_merge_has_at_most_four_parents() {
    let (mut w, c, k, second) = two();
    let mut parents = vec![k.draft];
    for _ in 0..4 {
        let parent = w.version(&c, &k.model, None);
        w.stage(&c, &parent);
        parents.push(parent);
    }
    for parent in &parents[..4] {
        w.link(&c, &second, parent);
    }
    assert_eq!(
        w.zero_copy::<ModelVersion>(&second).parents(),
        &parents[..4]
    );
    assert_refused(
        send(&mut w, &c, &c.link_parent(k.model, second, parents[4])),
        AlthingError::TooManyLinks,
    );
}

#[test]
fn a_parent_is_linked_once() {
    let (mut w, c, k, second) = two();
    let once = call(&c.link_parent(k.model, second, k.draft));
    let both = w.send(&[once.clone(), once.clone()], &[&c.members[0].key]);
    assert_refused(both, AlthingError::AlreadyLinked);
    w.go(from_ref(&once), &[&c.members[0].key]);
    assert_refused(
        w.send(&[once], &[&c.members[0].key]),
        AlthingError::AlreadyLinked,
    );
}

#[test]
fn a_version_is_not_its_own_parent() {
    let (mut w, c, k, second) = two();
    assert_refused(
        send(&mut w, &c, &c.link_parent(k.model, second, second)),
        AlthingError::ParentIsDraft,
    );
    assert_refused(
        send(&mut w, &c, &c.link_parent(k.model, k.draft, k.draft)),
        AlthingError::VersionNotDraft,
    );
}

/// Whoever is an ancestor stays staged, so that nothing it was made from can be linked any more.
#[test]
fn lineage_has_no_cycles() {
    let (mut w, c, k, second) = two();
    w.link(&c, &second, &k.draft);
    w.stage(&c, &second);
    assert_refused(
        send(&mut w, &c, &c.link_parent(k.model, k.draft, second)),
        AlthingError::VersionNotDraft,
    );
    let unstage = c.unstage_version(k.model, k.draft);
    assert_refused(
        w.send(
            &[unstage.call(instruction::UnstageVersion {})],
            &[&c.members[0].key],
        ),
        AlthingError::VersionHasChildren,
    );
}

#[test]
fn only_a_draft_about_which_nobody_has_spoken_is_linked() {
    let (mut w, c, k, second) = two();
    let link = c.link_parent(k.model, second, k.draft);
    w.attest(&c, &second, &k.evaluators[0], true).unwrap();
    assert_refused(send(&mut w, &c, &link), AlthingError::AttestationsOpen);
    w.approve(&c, &k, &second);
    let refused = |w: &World| {
        assert_refused(
            send(&mut w.clone(), &c, &link),
            AlthingError::VersionNotDraft,
        );
    };
    refused(&w);
    w.promote(&c, &second);
    refused(&w);
    w.revoke(&c, &second);
    refused(&w);
}

#[test]
fn only_the_maintainer_may() {
    let (mut w, c, k, second) = two();
    for key in [&c.members[1].key, &c.creator, &k.evaluators[0]] {
        let accounts = accounts::LinkParent {
            maintainer: key.pubkey(),
            ..c.link_parent(k.model, second, k.draft)
        };
        assert_refused(
            w.send(&[call(&accounts)], &[key]),
            AlthingError::NotMaintainer,
        );
    }
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, k, second) = two();
    w.sweep(
        call(&c.link_parent(k.model, second, k.draft)),
        &[&c.members[0].key],
    )
    .run();
}

#[test]
fn test_link_parent_refuses_another_model_or_log() {
    let (mut w, c, k, second) = two();
    let model = w.model(&c, "Second");
    assert_refused(
        send(&mut w, &c, &c.link_parent(model, second, k.draft)),
        AlthingError::WrongModel,
    );
    let accounts = accounts::LinkParent {
        log: c.log,
        ..c.link_parent(k.model, second, k.draft)
    };
    assert_refused(send(&mut w, &c, &accounts), AlthingError::WrongLog);
}
