//! What becomes of versions; `attestations` has what evaluators must have said, `consent` what the owners of data,
//! `lineage` what the version was made from, `relations` the accounts around, `later` what happens between the vote
//! and its execution, `seen` that what was voted upon is promoted and nothing else.

mod attestations;
mod consent;
mod later;
mod lineage;
mod relations;
mod seen;

use althing::audit::entry::EntryKind;
use althing::registry::entries::VersionPromoted;
use althing::{AuditLog, Model, ModelVersion, VersionStatus};
use althing_program_tests::prelude::*;

use super::{assert_recorded, assert_same};

/// The catalogue, with a draft that is approved.
fn approved() -> (World, Community, Catalogue) {
    let (mut w, c, k) = catalogue();
    w.approve(&c, &k, &k.draft);
    (w, c, k)
}

fn call(accounts: &accounts::PromoteVersion) -> Instruction {
    accounts.call(promotion(CARD))
}

/// A vote promotes the version, staged if it is a draft, with the accounts as things stand.
fn promote(w: &mut World, c: &Community, version: &Pubkey) -> Result<Sent, Refusal> {
    w.stage(c, version);
    let promote = w.promotes(c, version);
    w.as_authority(c, promote)
}

#[test]
fn test_promote_version_ok() {
    let (mut w, c, k) = approved();
    w.attest(&c, &k.draft, &k.evaluators[2], false).unwrap();
    let (version, model): (ModelVersion, Model) = (w.zero_copy(&k.draft), w.borsh(&k.model));
    let log: AuditLog = w.zero_copy(&k.log);
    let sent = promote(&mut w, &c, &k.draft).unwrap();

    let expected = ModelVersion {
        status: VersionStatus::Production as u8,
        lineage_revision: 0,
        promoted_at: w.now(),
        ..version
    };
    assert_same(&w.zero_copy::<ModelVersion>(&k.draft), &expected);
    assert_same(
        &w.borsh::<Model>(&k.model),
        &Model {
            production: 1,
            production_version: k.draft,
            ..model
        },
    );
    let payload = VersionPromoted {
        number: 1,
        previous: 0,
        weights_digest: [2; 32],
        manifest_digest: [3; 32],
        passed: 2,
        failed: 1,
    };
    assert_recorded(
        &w,
        &log,
        &sent,
        EntryKind::VersionPromoted,
        &c.authority,
        &payload,
    );
}

#[test]
fn the_next_version_takes_its_place() {
    let (mut w, c, k) = approved();
    w.promote(&c, &k.draft);
    let first: ModelVersion = w.zero_copy(&k.draft);
    let second = w.version(&c, &k.model, None);
    w.approve(&c, &k, &second);
    let (version, model): (ModelVersion, Model) = (w.zero_copy(&second), w.borsh(&k.model));
    let log: AuditLog = w.zero_copy(&k.log);
    let sent = promote(&mut w, &c, &second).unwrap();

    let expected = ModelVersion {
        status: VersionStatus::Deprecated as u8,
        ..first
    };
    assert_same(&w.zero_copy::<ModelVersion>(&k.draft), &expected);
    let expected = ModelVersion {
        status: VersionStatus::Production as u8,
        lineage_revision: 0,
        promoted_at: w.now(),
        ..version
    };
    assert_same(&w.zero_copy::<ModelVersion>(&second), &expected);
    assert_same(
        &w.borsh::<Model>(&k.model),
        &Model {
            production: 2,
            production_version: second,
            ..model
        },
    );
    let payload = VersionPromoted {
        number: 2,
        previous: 1,
        weights_digest: [2; 32],
        manifest_digest: [3; 32],
        passed: 2,
        failed: 0,
    };
    assert_recorded(
        &w,
        &log,
        &sent,
        EntryKind::VersionPromoted,
        &c.authority,
        &payload,
    );
}

#[test]
fn a_child_takes_its_parents_place() {
    let (mut w, c, k) = approved();
    w.promote(&c, &k.draft);
    let child = w.version(&c, &k.model, Some(k.draft));
    w.approve(&c, &k, &child);
    let (parent, version, model): (ModelVersion, ModelVersion, Model) = (
        w.zero_copy(&k.draft),
        w.zero_copy(&child),
        w.borsh(&k.model),
    );
    assert_eq!(w.promotion(&c, &child).previous, Some(k.draft));
    promote(&mut w, &c, &child).unwrap();

    let expected = ModelVersion {
        status: VersionStatus::Deprecated as u8,
        ..parent
    };
    assert_same(&w.zero_copy::<ModelVersion>(&k.draft), &expected);
    let expected = ModelVersion {
        status: VersionStatus::Production as u8,
        lineage_revision: 0,
        promoted_at: w.now(),
        ..version
    };
    assert_same(&w.zero_copy::<ModelVersion>(&child), &expected);
    assert_same(
        &w.borsh::<Model>(&k.model),
        &Model {
            production: 2,
            production_version: child,
            ..model
        },
    );
}

#[test]
fn a_deprecated_version_returns() {
    let (mut w, c, k) = approved();
    w.promote(&c, &k.draft);
    let promoted_at = w.zero_copy::<ModelVersion>(&k.draft).promoted_at;
    let second = w.release(&c, &k, Some(k.draft));
    let log: AuditLog = w.zero_copy(&k.log);
    let before: ModelVersion = w.zero_copy(&k.draft);
    assert_eq!(before.promoted_at, promoted_at);
    let sent = promote(&mut w, &c, &k.draft).unwrap();

    let expected = ModelVersion {
        status: VersionStatus::Production as u8,
        lineage_revision: 0,
        promoted_at: w.now(),
        ..before
    };
    assert_same(&w.zero_copy::<ModelVersion>(&k.draft), &expected);
    assert!(w.now() > promoted_at);
    assert_eq!(
        w.zero_copy::<ModelVersion>(&second).status(),
        VersionStatus::Deprecated
    );
    let model: Model = w.borsh(&k.model);
    assert_eq!((model.production, model.production_version), (1, k.draft));
    let payload = VersionPromoted {
        number: 1,
        previous: 2,
        weights_digest: [2; 32],
        manifest_digest: [3; 32],
        passed: 2,
        failed: 0,
    };
    assert_recorded(
        &w,
        &log,
        &sent,
        EntryKind::VersionPromoted,
        &c.authority,
        &payload,
    );
}

#[test]
fn a_version_returns_after_a_time_without_any() {
    let (mut w, c, k) = approved();
    w.promote(&c, &k.draft);
    w.pass(
        &c,
        &[c.deprecate_version(k.model, k.draft)
            .call(instruction::DeprecateVersion {})],
    );
    w.promote(&c, &k.draft);
    assert_eq!(w.borsh::<Model>(&k.model).production_version, k.draft);
}

#[test]
fn one_vote_may_revoke_the_one_and_bring_back_the_other() {
    let (mut w, c, k) = approved();
    w.promote(&c, &k.draft);
    let second = w.release(&c, &k, Some(k.draft));
    let revoke = c
        .revoke_version(k.model, second)
        .call(instruction::RevokeVersion {});
    w.pass(&c, &[revoke, call(&c.promote_version(k.model, k.draft))]);
    assert_eq!(
        w.zero_copy::<ModelVersion>(&second).status(),
        VersionStatus::Revoked
    );
    assert_eq!(w.borsh::<Model>(&k.model).production_version, k.draft);
}

#[test]
fn models_have_their_versions_in_production_apart() {
    let (mut w, c, k) = approved();
    let model = w.model(&c, "Second");
    let version = w.version(&c, &model, None);
    w.approve(&c, &k, &version);
    w.promote(&c, &k.draft);
    w.promote(&c, &version);
    assert_eq!(w.borsh::<Model>(&k.model).production_version, k.draft);
    assert_eq!(w.borsh::<Model>(&model).production_version, version);
}

#[test]
fn a_version_in_production_is_not_promoted_again() {
    let (mut w, c, k) = approved();
    w.promote(&c, &k.draft);
    for previous in [None, Some(k.draft)] {
        let accounts = accounts::PromoteVersion {
            previous,
            ..c.promote_version(k.model, k.draft)
        };
        assert_refused(
            w.clone().as_authority(&c, call(&accounts)),
            AlthingError::VersionNotPromotable,
        );
    }
}

#[test]
fn one_vote_does_not_promote_twice() {
    let (mut w, c, k) = approved();
    let twice = call(&c.promote_version(k.model, k.draft));
    let motion = w.executable(&c, &[twice.clone(), twice]);
    w.execute(&c, &motion, 0).unwrap();
    assert_refused(
        w.execute(&c, &motion, 1),
        AlthingError::VersionNotPromotable,
    );
}

#[test]
fn a_revoked_version_never_returns() {
    let (mut w, c, k) = approved();
    w.promote(&c, &k.draft);
    w.revoke(&c, &k.draft);
    assert_refused(
        promote(&mut w, &c, &k.draft),
        AlthingError::VersionNotPromotable,
    );
    let draft = w.version(&c, &k.model, None);
    w.approve(&c, &k, &draft);
    w.revoke(&c, &draft);
    assert_refused(
        promote(&mut w, &c, &draft),
        AlthingError::VersionNotPromotable,
    );
}
