use althing::audit::entry::EntryKind;
use althing::registry::entries::VersionDeprecated;
use althing::{AuditLog, Model, ModelVersion, VersionStatus};
use althing_program_tests::prelude::*;

use super::{assert_recorded, assert_same};

/// The catalogue, with the draft promoted.
fn released() -> (World, Community, Catalogue) {
    let (mut w, c, k) = catalogue();
    w.approve(&c, &k, &k.draft);
    w.promote(&c, &k.draft);
    (w, c, k)
}

fn call(accounts: &accounts::DeprecateVersion) -> Instruction {
    accounts.call(instruction::DeprecateVersion {})
}

fn deprecate(
    w: &mut World,
    c: &Community,
    k: &Catalogue,
    version: &Pubkey,
) -> Result<Sent, Refusal> {
    w.as_authority(c, call(&c.deprecate_version(k.model, *version)))
}

#[test]
fn test_deprecate_version_ok() {
    let (mut w, c, k) = released();
    let (version, model): (ModelVersion, Model) = (w.zero_copy(&k.draft), w.borsh(&k.model));
    let log: AuditLog = w.zero_copy(&k.log);
    let sent = deprecate(&mut w, &c, &k, &k.draft).unwrap();

    let expected = ModelVersion {
        status: VersionStatus::Deprecated as u8,
        ..version
    };
    assert_same(&w.zero_copy::<ModelVersion>(&k.draft), &expected);
    let expected = Model {
        production: 0,
        production_version: Pubkey::default(),
        ..model
    };
    assert_same(&w.borsh::<Model>(&k.model), &expected);
    let payload = VersionDeprecated { number: 1 };
    assert_recorded(
        &w,
        &log,
        &sent,
        EntryKind::VersionDeprecated,
        &c.authority,
        &payload,
    );
}

#[test]
fn another_model_keeps_its_version_in_production() {
    let (mut w, c, k) = released();
    let model = w.model(&c, "Second");
    let version = w.version(&c, &model, None);
    w.approve(&c, &k, &version);
    w.promote(&c, &version);
    deprecate(&mut w, &c, &k, &k.draft).unwrap();
    assert_eq!(w.borsh::<Model>(&model).production_version, version);
}

#[test]
fn only_the_version_in_production_can_be_deprecated() {
    let (mut w, c, k) = released();
    let draft = w.version(&c, &k.model, None);
    assert_refused(
        deprecate(&mut w.clone(), &c, &k, &draft),
        AlthingError::VersionNotInProduction,
    );
    // Another one took its place.
    let second = w.release(&c, &k, None);
    assert_refused(
        deprecate(&mut w.clone(), &c, &k, &k.draft),
        AlthingError::VersionNotInProduction,
    );
    w.revoke(&c, &second);
    assert_refused(
        deprecate(&mut w, &c, &k, &second),
        AlthingError::VersionNotInProduction,
    );
}

#[test]
fn a_version_is_deprecated_once() {
    let (mut w, c, k) = released();
    let twice = call(&c.deprecate_version(k.model, k.draft));
    let motion = w.executable(&c, &[twice.clone(), twice]);
    w.execute(&c, &motion, 0).unwrap();
    assert_refused(
        w.execute(&c, &motion, 1),
        AlthingError::VersionNotInProduction,
    );
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, k) = released();
    w.sweep_authority(&c, call(&c.deprecate_version(k.model, k.draft)))
        .run();
}

#[test]
fn nobody_but_the_authority_may() {
    let (mut w, c, k) = released();
    let right = || c.deprecate_version(k.model, k.draft);
    for key in [&c.members[0].key, &c.creator, &k.evaluators[0]] {
        let accounts = accounts::DeprecateVersion {
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
    w.approve(&c, &k, &k.draft);
    w.promote(&c, &k.draft);
    let right = || accounts::DeprecateVersion {
        authority: other.authority,
        ..c.deprecate_version(k.model, k.draft)
    };
    assert_refused(
        w.as_authority(&other, call(&right())),
        AlthingError::NotAuthority,
    );
    let with_its_dao = accounts::DeprecateVersion {
        dao: other.dao,
        ..right()
    };
    assert_refused(
        w.as_authority(&other, call(&with_its_dao)),
        AlthingError::WrongDao,
    );
}

#[test]
fn test_deprecate_version_refuses_another_model_or_version() {
    let (mut w, [c, other], [k, theirs]) = two_catalogues();
    for (c, k) in [(&c, &k), (&other, &theirs)] {
        w.approve(c, k, &k.draft);
        w.promote(c, &k.draft);
    }
    let model = w.model(&c, "Second");
    let accounts = c.deprecate_version(model, k.draft);
    assert_refused(
        w.clone().as_authority(&c, call(&accounts)),
        AlthingError::WrongModel,
    );
    let accounts = c.deprecate_version(k.model, theirs.draft);
    assert_refused(
        w.clone().as_authority(&c, call(&accounts)),
        AlthingError::WrongModel,
    );
    let accounts = c.deprecate_version(theirs.model, theirs.draft);
    assert_refused(w.as_authority(&c, call(&accounts)), AlthingError::WrongDao);
}

#[test]
fn test_deprecate_version_refuses_another_log() {
    let (mut w, [c, other], [k, theirs]) = two_catalogues();
    w.approve(&c, &k, &k.draft);
    w.promote(&c, &k.draft);
    for log in [c.log, other.log, theirs.log] {
        let accounts = accounts::DeprecateVersion {
            log,
            ..c.deprecate_version(k.model, k.draft)
        };
        assert_refused(
            w.clone().as_authority(&c, call(&accounts)),
            AlthingError::WrongLog,
        );
    }
}

#[test]
fn it_was_revoked_between_the_vote_and_the_execution() {
    let (mut w, c, k) = released();
    let motion = w.executable(&c, &[call(&c.deprecate_version(k.model, k.draft))]);
    w.revoke(&c, &k.draft);
    assert_refused(
        w.execute(&c, &motion, 0),
        AlthingError::VersionNotInProduction,
    );
    assert_eq!(
        w.zero_copy::<ModelVersion>(&k.draft).status(),
        VersionStatus::Revoked
    );
}
