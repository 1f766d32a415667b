use std::slice::from_ref;

use althing::audit::entry::EntryKind;
use althing::registry::entries::ArtifactLinked;
use althing::{Artifact, AuditLog, ModelVersion};
use althing_program_tests::prelude::*;

use super::{assert_recorded, assert_same};

/// That of the code that the draft was registered with.
const DIGEST: [u8; 32] = [4; 32];

/// The catalogue, with the draft's code and evaluation suite.
fn linked() -> (World, Community, Catalogue, [Pubkey; 2]) {
    let (mut w, c, k) = catalogue();
    let artifacts = [Artifact::CODE, Artifact::EVALUATION].map(|kind| {
        let artifact = w.artifact(&c, &k.model, kind, DIGEST);
        w.link_artifact(&c, &k.draft, &artifact);
        artifact
    });
    (w, c, k, artifacts)
}

fn call(accounts: &accounts::UnlinkArtifact) -> Instruction {
    accounts.call(instruction::UnlinkArtifact {})
}

fn send(
    w: &mut World,
    c: &Community,
    accounts: &accounts::UnlinkArtifact,
) -> Result<Sent, Refusal> {
    w.send(&[call(accounts)], &[&c.members[0].key])
}

#[test]
fn test_unlink_artifact_ok() {
    for kind in [Artifact::CODE, Artifact::EVALUATION] {
        let (mut w, c, k, artifacts) = linked();
        let artifact = artifacts[usize::from(kind) - 1];
        let version: ModelVersion = w.zero_copy(&k.draft);
        let log: AuditLog = w.zero_copy(&k.log);
        let sent = send(&mut w, &c, &c.unlink_artifact(k.model, k.draft, artifact)).unwrap();

        let expected = if kind == Artifact::CODE {
            ModelVersion {
                code: Pubkey::default(),
                ..version
            }
        } else {
            ModelVersion {
                evaluation: Pubkey::default(),
                ..version
            }
        };
        assert_same(&w.zero_copy::<ModelVersion>(&k.draft), &expected);
        assert_eq!(w.zero_copy::<Artifact>(&artifact).links, 0);
        let payload = ArtifactLinked {
            number: 1,
            kind,
            linked: false,
            artifact,
            digest: DIGEST,
        };
        assert_recorded(
            &w,
            &log,
            &sent,
            EntryKind::ArtifactLinked,
            &c.members[0].address(),
            &payload,
        );
    }
}

#[test]
fn only_what_is_linked_is_unlinked_and_once() {
    let (mut w, c, k, [code, _]) = linked();
    let other = w.artifact(&c, &k.model, Artifact::CODE, [22; 32]);
    assert_refused(
        send(&mut w, &c, &c.unlink_artifact(k.model, k.draft, other)),
        AlthingError::NotLinked,
    );
    let once = call(&c.unlink_artifact(k.model, k.draft, code));
    let both = w.send(&[once.clone(), once.clone()], &[&c.members[0].key]);
    assert_refused(both, AlthingError::NotLinked);
    w.go(from_ref(&once), &[&c.members[0].key]);
    w.svm.expire_blockhash();
    assert_refused(
        w.send(&[once], &[&c.members[0].key]),
        AlthingError::NotLinked,
    );
}

#[test]
fn what_was_staged_or_attested_does_not_change() {
    let (mut w, c, k, [code, _]) = linked();
    let unlink = c.unlink_artifact(k.model, k.draft, code);
    w.attest(&c, &k.draft, &k.evaluators[0], true).unwrap();
    assert_refused(send(&mut w, &c, &unlink), AlthingError::AttestationsOpen);
    w.approve(&c, &k, &k.draft);
    assert_refused(send(&mut w, &c, &unlink), AlthingError::VersionNotDraft);
}

#[test]
fn only_the_maintainer_may() {
    let (mut w, c, k, [code, _]) = linked();
    for key in [&c.members[1].key, &c.creator] {
        let accounts = accounts::UnlinkArtifact {
            maintainer: key.pubkey(),
            ..c.unlink_artifact(k.model, k.draft, code)
        };
        assert_refused(
            w.send(&[call(&accounts)], &[key]),
            AlthingError::NotMaintainer,
        );
    }
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, k, [code, _]) = linked();
    w.sweep(
        call(&c.unlink_artifact(k.model, k.draft, code)),
        &[&c.members[0].key],
    )
    .run();
}

#[test]
fn test_unlink_artifact_refuses_another_model_log_or_organisations_artifact() {
    let (mut w, [c, other], [k, theirs]) = two_catalogues();
    let code = w.artifact(&c, &k.model, Artifact::CODE, DIGEST);
    let their_code = w.artifact(&other, &theirs.model, Artifact::CODE, DIGEST);
    w.link_artifact(&c, &k.draft, &code);
    let second = w.model(&c, "Second");
    let wrong = [
        (
            c.unlink_artifact(second, k.draft, code),
            AlthingError::WrongModel,
        ),
        (
            c.unlink_artifact(k.model, k.draft, their_code),
            AlthingError::WrongDao,
        ),
        (
            accounts::UnlinkArtifact {
                log: c.log,
                ..c.unlink_artifact(k.model, k.draft, code)
            },
            AlthingError::WrongLog,
        ),
    ];
    for (accounts, error) in wrong {
        assert_refused(send(&mut w, &c, &accounts), error);
    }
}
