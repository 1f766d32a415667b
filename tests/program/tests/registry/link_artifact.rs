use std::slice::from_ref;

use althing::audit::entry::EntryKind;
use althing::registry::entries::ArtifactLinked;
use althing::{Artifact, AuditLog, ModelVersion, RegisterVersionArgs};
use althing_program_tests::prelude::*;

use super::{assert_recorded, assert_same};

/// That of the code that the draft was registered with.
const DIGEST: [u8; 32] = [4; 32];

fn call(accounts: &accounts::LinkArtifact) -> Instruction {
    accounts.call(instruction::LinkArtifact {})
}

fn send(w: &mut World, c: &Community, accounts: &accounts::LinkArtifact) -> Result<Sent, Refusal> {
    w.send(&[call(accounts)], &[&c.members[0].key])
}

#[test]
fn test_link_artifact_ok() {
    for kind in [Artifact::CODE, Artifact::EVALUATION] {
        let (mut w, c, k) = catalogue();
        let artifact = w.artifact(&c, &k.model, kind, DIGEST);
        let version: ModelVersion = w.zero_copy(&k.draft);
        let log: AuditLog = w.zero_copy(&k.log);
        let sent = send(&mut w, &c, &c.link_artifact(k.model, k.draft, artifact)).unwrap();

        let expected = if kind == Artifact::CODE {
            ModelVersion {
                code: artifact,
                ..version
            }
        } else {
            ModelVersion {
                evaluation: artifact,
                ..version
            }
        };
        assert_same(&w.zero_copy::<ModelVersion>(&k.draft), &expected);
        assert_eq!(w.zero_copy::<Artifact>(&artifact).links, 1);
        let payload = ArtifactLinked {
            number: 1,
            kind,
            linked: true,
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
fn a_version_has_one_of_each_kind() {
    let (mut w, c, k) = catalogue();
    let code = w.artifact(&c, &k.model, Artifact::CODE, DIGEST);
    let other = w.artifact(&c, &k.model, Artifact::CODE, [22; 32]);
    let suite = w.artifact(&c, &k.model, Artifact::EVALUATION, DIGEST);
    let once = call(&c.link_artifact(k.model, k.draft, code));
    let both = w.send(&[once.clone(), once.clone()], &[&c.members[0].key]);
    assert_refused(both, AlthingError::AlreadyLinked);
    w.go(from_ref(&once), &[&c.members[0].key]);
    for artifact in [code, other] {
        w.svm.expire_blockhash();
        assert_refused(
            send(&mut w, &c, &c.link_artifact(k.model, k.draft, artifact)),
            AlthingError::AlreadyLinked,
        );
    }
    send(&mut w, &c, &c.link_artifact(k.model, k.draft, suite)).unwrap();
}

#[test]
fn code_has_the_digest_that_the_version_was_registered_with() {
    let (mut w, c, k) = catalogue();
    let other = w.artifact(&c, &k.model, Artifact::CODE, [22; 32]);
    assert_refused(
        send(&mut w, &c, &c.link_artifact(k.model, k.draft, other)),
        AlthingError::CodeDigestMismatch,
    );
    // Where none was given, any will do, and none is given afterwards.
    let accounts = c.register_version(k.model, 2);
    let args = RegisterVersionArgs {
        code_digest: [0; 32],
        ..version_args(2)
    };
    w.go(
        &[accounts.call(instruction::RegisterVersion { args })],
        &[&c.members[0].key, &c.renter],
    );
    w.link_artifact(&c, &accounts.model_version, &other);
    let version: ModelVersion = w.zero_copy(&accounts.model_version);
    assert_eq!((version.code, version.code_digest), (other, [0; 32]));
}

#[test]
fn versions_share_an_artifact() {
    let (mut w, c, k) = catalogue();
    let suite = w.artifact(&c, &k.model, Artifact::EVALUATION, DIGEST);
    let model = w.model(&c, "Second");
    let other = w.version(&c, &model, None);
    for (model, version) in [(k.model, k.draft), (model, other)] {
        send(&mut w, &c, &c.link_artifact(model, version, suite)).unwrap();
    }
    assert_eq!(w.zero_copy::<Artifact>(&suite).links, 2);
    for version in [k.draft, other] {
        let close = w.closes(&c, &version);
        w.go(&[close], &[&c.members[0].key]);
    }
    assert_eq!(w.zero_copy::<Artifact>(&suite).links, 0);
}

#[test]
fn a_closing_names_the_artifacts_in_order_and_writable() {
    let (mut w, c, k) = catalogue();
    let code = w.artifact(&c, &k.model, Artifact::CODE, DIGEST);
    let suite = w.artifact(&c, &k.model, Artifact::EVALUATION, DIGEST);
    for artifact in [code, suite] {
        send(&mut w, &c, &c.link_artifact(k.model, k.draft, artifact)).unwrap();
    }
    let accounts = c.close_version(k.model, k.draft);
    let writable = |addresses: &[Pubkey]| {
        let metas: Vec<_> = addresses
            .iter()
            .map(|address| AccountMeta::new(*address, false))
            .collect();
        accounts.call_with(instruction::CloseVersion {}, &metas)
    };
    for addresses in [&[][..], &[code], &[suite, code], &[code, code]] {
        assert_refused(
            w.send(&[writable(addresses)], &[&c.members[0].key]),
            AlthingError::WrongArtifact,
        );
    }
    let right = writable(&[code, suite]);
    assert_refused(
        w.send(&[readonly(right.clone(), suite)], &[&c.members[0].key]),
        AnchorError::AccountNotMutable,
    );
    w.go(&[right], &[&c.members[0].key]);
}

#[test]
fn only_a_draft_about_which_nobody_has_spoken_is_linked() {
    let (mut w, c, k) = catalogue();
    let code = w.artifact(&c, &k.model, Artifact::CODE, DIGEST);
    let link = c.link_artifact(k.model, k.draft, code);
    w.attest(&c, &k.draft, &k.evaluators[0], true).unwrap();
    assert_refused(send(&mut w, &c, &link), AlthingError::AttestationsOpen);
    w.approve(&c, &k, &k.draft);
    assert_refused(send(&mut w, &c, &link), AlthingError::VersionNotDraft);
    w.promote(&c, &k.draft);
    assert_refused(send(&mut w, &c, &link), AlthingError::VersionNotDraft);
}

#[test]
fn only_the_maintainer_may() {
    let (mut w, c, k) = catalogue();
    let code = w.artifact(&c, &k.model, Artifact::CODE, DIGEST);
    for key in [&c.members[1].key, &c.creator] {
        let accounts = accounts::LinkArtifact {
            maintainer: key.pubkey(),
            ..c.link_artifact(k.model, k.draft, code)
        };
        assert_refused(
            w.send(&[call(&accounts)], &[key]),
            AlthingError::NotMaintainer,
        );
    }
}

#[test]
fn every_wrong_account_is_refused() {
    let (mut w, c, k) = catalogue();
    let code = w.artifact(&c, &k.model, Artifact::CODE, DIGEST);
    w.sweep(
        call(&c.link_artifact(k.model, k.draft, code)),
        &[&c.members[0].key],
    )
    .run();
}

#[test]
fn test_link_artifact_refuses_another_organisations_artifact_and_another_model_or_log() {
    let (mut w, [c, other], [k, theirs]) = two_catalogues();
    let code = w.artifact(&c, &k.model, Artifact::CODE, DIGEST);
    let their_code = w.artifact(&other, &theirs.model, Artifact::CODE, DIGEST);
    let second = w.model(&c, "Second");
    let right = || c.link_artifact(k.model, k.draft, code);
    let wrong = [
        (
            c.link_artifact(k.model, k.draft, their_code),
            AlthingError::WrongDao,
        ),
        (
            c.link_artifact(second, k.draft, code),
            AlthingError::WrongModel,
        ),
        (
            accounts::LinkArtifact {
                log: c.log,
                ..right()
            },
            AlthingError::WrongLog,
        ),
    ];
    for (accounts, error) in wrong {
        assert_refused(send(&mut w, &c, &accounts), error);
    }
}
