use std::slice::from_ref;

use althing::audit::entry::EntryKind;
use althing::registry::entries::VersionStaged;
use althing::{AuditLog, Model, ModelVersion, VersionStatus};
use althing_program_tests::prelude::*;

use super::{assert_recorded, assert_same, last_change};

fn call(accounts: &accounts::StageVersion) -> Instruction {
    accounts.call(instruction::StageVersion {})
}

fn stage(w: &mut World, c: &Community, k: &Catalogue) -> Result<Sent, Refusal> {
    w.send(
        &[call(&c.stage_version(k.model, k.draft))],
        &[&c.members[0].key],
    )
}

#[test]
fn test_stage_version_ok() {
    let (mut w, c, k) = catalogue();
    let (version, model): (ModelVersion, Model) = (w.zero_copy(&k.draft), w.borsh(&k.model));
    let log: AuditLog = w.zero_copy(&k.log);
    let sent = stage(&mut w, &c, &k).unwrap();

    let expected = ModelVersion {
        status: VersionStatus::Staged as u8,
        ..version
    };
    assert_same(&w.zero_copy::<ModelVersion>(&k.draft), &expected);
    assert_same(&w.borsh::<Model>(&k.model), &model);
    assert_eq!(last_change(&w, &k.model), (1, 0, 1));
    assert_recorded(
        &w,
        &log,
        &sent,
        EntryKind::VersionStaged,
        &c.members[0].address(),
        &VersionStaged { number: 1 },
    );
}

#[test]
fn attestations_of_a_draft_stay_and_a_staged_version_is_attested_too() {
    let (mut w, c, k) = catalogue();
    w.attest(&c, &k.draft, &k.evaluators[0], true).unwrap();
    stage(&mut w, &c, &k).unwrap();
    w.attest(&c, &k.draft, &k.evaluators[1], true).unwrap();
    w.attest(&c, &k.draft, &k.evaluators[0], false).unwrap();
    let withdraw = c.withdraw_attestation(k.model, k.draft, k.evaluators[1].pubkey());
    w.go(
        &[withdraw.call(instruction::WithdrawAttestation {})],
        &[&k.evaluators[1]],
    );
    let version: ModelVersion = w.zero_copy(&k.draft);
    assert_eq!(
        (version.attestations_passed, version.attestations_failed),
        (0, 1)
    );
}

#[test]
fn only_a_draft_is_staged() {
    let (mut w, c, k) = catalogue();
    w.approve(&c, &k, &k.draft);
    let refused = |w: &World| {
        assert_refused(stage(&mut w.clone(), &c, &k), AlthingError::VersionNotDraft);
    };
    refused(&w);
    w.promote(&c, &k.draft);
    refused(&w);
    w.release(&c, &k, None);
    refused(&w);
    w.revoke(&c, &k.draft);
    refused(&w);
}

#[test]
fn a_version_is_staged_once() {
    let (mut w, c, k) = catalogue();
    let once = call(&c.stage_version(k.model, k.draft));
    let both = w.send(&[once.clone(), once.clone()], &[&c.members[0].key]);
    assert_refused(both, AlthingError::VersionNotDraft);
    w.go(from_ref(&once), &[&c.members[0].key]);
    assert_refused(
        w.send(&[once], &[&c.members[0].key]),
        AlthingError::VersionNotDraft,
    );
}

#[test]
fn only_the_maintainer_may() {
    let (mut w, c, k) = catalogue();
    for key in [&c.members[1].key, &c.creator, &k.evaluators[0]] {
        let accounts = accounts::StageVersion {
            maintainer: key.pubkey(),
            ..c.stage_version(k.model, k.draft)
        };
        assert_refused(
            w.send(&[call(&accounts)], &[key]),
            AlthingError::NotMaintainer,
        );
    }
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, k) = catalogue();
    w.sweep(
        call(&c.stage_version(k.model, k.draft)),
        &[&c.members[0].key],
    )
    .run();
}

#[test]
fn test_stage_version_refuses_another_model_version_history_or_log() {
    let (mut w, [c, other], [k, theirs]) = two_catalogues();
    let second = w.model(&c, "Second");
    let right = || c.stage_version(k.model, k.draft);
    let wrong = [
        (c.stage_version(second, k.draft), AlthingError::WrongModel),
        (
            c.stage_version(k.model, theirs.draft),
            AlthingError::WrongModel,
        ),
        (
            c.stage_version(theirs.model, theirs.draft),
            AlthingError::NotMaintainer,
        ),
        (
            accounts::StageVersion {
                history: pda::history(&second),
                ..right()
            },
            AlthingError::WrongHistory,
        ),
        (
            accounts::StageVersion {
                log: other.log,
                ..right()
            },
            AlthingError::WrongLog,
        ),
    ];
    for (accounts, error) in wrong {
        assert_refused(w.send(&[call(&accounts)], &[&c.members[0].key]), error);
    }
}
