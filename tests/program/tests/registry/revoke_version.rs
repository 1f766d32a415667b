use althing::audit::entry::EntryKind;
use althing::registry::entries::VersionRevoked;
use althing::{AuditLog, Model, ModelVersion, VersionStatus};
use althing_program_tests::prelude::*;

use super::{assert_recorded, assert_same};

fn call(accounts: &accounts::RevokeVersion) -> Instruction {
    accounts.call(instruction::RevokeVersion {})
}

/// Revokes a version and checks every field of version, model and log. `model` is what the model must
/// be afterwards.
#[track_caller]
fn assert_revokes(
    w: &mut World,
    c: &Community,
    k: &Catalogue,
    version: &Pubkey,
    model: &Model,
    was_production: bool,
) {
    let before: ModelVersion = w.zero_copy(version);
    let log: AuditLog = w.zero_copy(&k.log);
    let sent = w
        .as_authority(c, call(&c.revoke_version(k.model, *version)))
        .unwrap();
    let payload = VersionRevoked {
        number: before.number,
        was_production,
    };
    assert_same(
        &w.zero_copy::<ModelVersion>(version),
        &ModelVersion {
            status: VersionStatus::Revoked as u8,
            ..before
        },
    );
    assert_same(&w.borsh::<Model>(&k.model), model);
    assert_recorded(
        w,
        &log,
        &sent,
        EntryKind::VersionRevoked,
        &c.authority,
        &payload,
    );
}

#[test]
fn test_revoke_version_ok() {
    let (mut w, c, k) = catalogue();
    w.approve(&c, &k, &k.draft);
    w.promote(&c, &k.draft);
    let model = Model {
        production: 0,
        production_version: Pubkey::default(),
        ..w.borsh(&k.model)
    };
    assert_revokes(&mut w, &c, &k, &k.draft, &model, true);
}

#[test]
fn a_draft_can_be_revoked() {
    let (mut w, c, k) = catalogue();
    w.approve(&c, &k, &k.draft);
    let model = w.borsh(&k.model);
    assert_revokes(&mut w, &c, &k, &k.draft, &model, false);
}

#[test]
fn a_deprecated_version_can_be_revoked_and_production_stays() {
    let (mut w, c, k) = catalogue();
    w.approve(&c, &k, &k.draft);
    w.promote(&c, &k.draft);
    w.release(&c, &k, None);
    let model = w.borsh(&k.model);
    assert_revokes(&mut w, &c, &k, &k.draft, &model, false);
}

#[test]
fn a_child_in_production_stays_there() {
    let (mut w, c, k) = catalogue();
    let child = w.release(&c, &k, Some(k.draft));
    w.revoke(&c, &k.draft);
    assert_eq!(
        w.zero_copy::<ModelVersion>(&child).status(),
        VersionStatus::Production
    );
    assert_eq!(w.borsh::<Model>(&k.model).production_version, child);
}

#[test]
fn one_vote_may_revoke_a_whole_line() {
    let (mut w, c, k) = catalogue();
    let child = w.release(&c, &k, Some(k.draft));
    w.pass(
        &c,
        &[k.draft, child].map(|version| call(&c.revoke_version(k.model, version))),
    );
    assert_eq!(
        w.zero_copy::<ModelVersion>(&child).status(),
        VersionStatus::Revoked
    );
    assert_eq!(
        w.borsh::<Model>(&k.model).production_version,
        Pubkey::default()
    );
}

#[test]
fn a_version_is_revoked_once() {
    let (mut w, c, k) = catalogue();
    let twice = call(&c.revoke_version(k.model, k.draft));
    let motion = w.executable(&c, &[twice.clone(), twice]);
    w.execute(&c, &motion, 0).unwrap();
    assert_refused(w.execute(&c, &motion, 1), AlthingError::VersionRevoked);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, k) = catalogue();
    w.sweep_authority(&c, call(&c.revoke_version(k.model, k.draft)))
        .run();
}

#[test]
fn nobody_but_the_authority_may() {
    let (mut w, c, k) = catalogue();
    let right = || c.revoke_version(k.model, k.draft);
    for key in [&c.members[0].key, &c.creator, &k.evaluators[0]] {
        let accounts = accounts::RevokeVersion {
            authority: key.pubkey(),
            ..right()
        };
        assert_refused(
            w.send(&[call(&accounts)], &[key]),
            AlthingError::NotAuthority,
        );
    }
    assert_refused(
        w.send(&[unsigned(call(&right()), c.authority)], &[]),
        AnchorError::AccountNotSigner,
    );
}

#[test]
fn another_organisations_authority_may_not() {
    let (mut w, [c, other], [k, _]) = two_catalogues();
    let right = || accounts::RevokeVersion {
        authority: other.authority,
        ..c.revoke_version(k.model, k.draft)
    };
    assert_refused(
        w.as_authority(&other, call(&right())),
        AlthingError::NotAuthority,
    );
    let with_its_dao = accounts::RevokeVersion {
        dao: other.dao,
        ..right()
    };
    assert_refused(
        w.as_authority(&other, call(&with_its_dao)),
        AlthingError::WrongDao,
    );
}

#[test]
fn test_revoke_version_refuses_another_model_or_version() {
    let (mut w, [c, _], [k, theirs]) = two_catalogues();
    let model = w.model(&c, "Second");
    let refused = |accounts: accounts::RevokeVersion, error| {
        assert_refused(w.clone().as_authority(&c, call(&accounts)), error);
    };
    refused(c.revoke_version(model, k.draft), AlthingError::WrongModel);
    refused(
        c.revoke_version(k.model, theirs.draft),
        AlthingError::WrongModel,
    );
    refused(
        c.revoke_version(theirs.model, theirs.draft),
        AlthingError::WrongDao,
    );
}

#[test]
fn test_revoke_version_refuses_another_log() {
    let (w, [c, other], [k, theirs]) = two_catalogues();
    for log in [c.log, other.log, theirs.log] {
        let accounts = accounts::RevokeVersion {
            log,
            ..c.revoke_version(k.model, k.draft)
        };
        assert_refused(
            w.clone().as_authority(&c, call(&accounts)),
            AlthingError::WrongLog,
        );
    }
}

#[test]
fn a_closed_version_cannot_be_revoked() {
    let (mut w, c, k) = catalogue();
    let motion = w.executable(&c, &[call(&c.revoke_version(k.model, k.draft))]);
    w.go(
        &[c.close_version(k.model, k.draft)
            .call(instruction::CloseVersion {})],
        &[&c.members[0].key],
    );
    assert_refused(
        w.execute(&c, &motion, 0),
        AnchorError::AccountOwnedByWrongProgram,
    );
}

#[test]
fn it_was_promoted_between_the_vote_and_the_execution() {
    let (mut w, c, k) = catalogue();
    w.approve(&c, &k, &k.draft);
    let motion = w.executable(&c, &[call(&c.revoke_version(k.model, k.draft))]);
    w.promote(&c, &k.draft);
    w.execute(&c, &motion, 0).unwrap();
    assert_eq!(w.borsh::<Model>(&k.model).production, 0);
}
