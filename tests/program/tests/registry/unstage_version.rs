use althing::audit::entry::EntryKind;
use althing::registry::entries::VersionUnstaged;
use althing::{AuditLog, ModelVersion, VersionStatus};
use althing_program_tests::prelude::*;

use super::{assert_recorded, assert_same, last_change};

/// The catalogue, with the draft staged.
fn staged() -> (World, Community, Catalogue) {
    let (mut w, c, k) = catalogue();
    w.stage(&c, &k.draft);
    (w, c, k)
}

fn call(accounts: &accounts::UnstageVersion) -> Instruction {
    accounts.call(instruction::UnstageVersion {})
}

fn unstage(w: &mut World, c: &Community, k: &Catalogue) -> Result<Sent, Refusal> {
    w.send(
        &[call(&c.unstage_version(k.model, k.draft))],
        &[&c.members[0].key],
    )
}

#[test]
fn test_unstage_version_ok() {
    let (mut w, c, k) = staged();
    let (version, log): (ModelVersion, AuditLog) = (w.zero_copy(&k.draft), w.zero_copy(&k.log));
    let sent = unstage(&mut w, &c, &k).unwrap();

    let expected = ModelVersion {
        status: VersionStatus::Draft as u8,
        ..version
    };
    assert_same(&w.zero_copy::<ModelVersion>(&k.draft), &expected);
    assert_eq!(last_change(&w, &k.model), (1, 1, 0));
    assert_recorded(
        &w,
        &log,
        &sent,
        EntryKind::VersionUnstaged,
        &c.members[0].address(),
        &VersionUnstaged { number: 1 },
    );
}

#[test]
fn its_links_can_change_again() {
    let (mut w, c, k) = staged();
    let second = w.version(&c, &k.model, None);
    w.stage(&c, &second);
    let link = c
        .link_parent(k.model, k.draft, second)
        .call(instruction::LinkParent {});
    assert_refused(
        w.send(std::slice::from_ref(&link), &[&c.members[0].key]),
        AlthingError::VersionNotDraft,
    );
    unstage(&mut w, &c, &k).unwrap();
    w.go(&[link], &[&c.members[0].key]);
}

#[test]
fn only_a_staged_version_is_unstaged() {
    let (mut w, c, k) = catalogue();
    let refused = |w: &World| {
        assert_refused(
            unstage(&mut w.clone(), &c, &k),
            AlthingError::VersionNotStaged,
        );
    };
    refused(&w);
    w.approve(&c, &k, &k.draft);
    w.promote(&c, &k.draft);
    refused(&w);
    w.release(&c, &k, None);
    refused(&w);
    w.revoke(&c, &k.draft);
    refused(&w);
}

#[test]
fn not_once_an_evaluator_has_spoken() {
    let (mut w, c, k) = staged();
    let evaluator = &k.evaluators[0];
    w.attest(&c, &k.draft, evaluator, false).unwrap();
    assert_refused(unstage(&mut w, &c, &k), AlthingError::AttestationsOpen);
    let withdraw = c.withdraw_attestation(k.model, k.draft, evaluator.pubkey());
    w.go(
        &[withdraw.call(instruction::WithdrawAttestation {})],
        &[evaluator],
    );
    unstage(&mut w, &c, &k).unwrap();
}

/// Else a version could become its own ancestor.
#[test]
fn not_while_it_has_children() {
    let (mut w, c, k) = staged();
    let child = w.version(&c, &k.model, Some(k.draft));
    assert_refused(unstage(&mut w, &c, &k), AlthingError::VersionHasChildren);
    let unlink = c.unlink_parent(k.model, child, k.draft);
    w.go(
        &[unlink.call(instruction::UnlinkParent {})],
        &[&c.members[0].key],
    );
    unstage(&mut w, &c, &k).unwrap();
}

#[test]
fn only_the_maintainer_may() {
    let (mut w, c, k) = staged();
    for key in [&c.members[1].key, &c.creator, &k.evaluators[0]] {
        let accounts = accounts::UnstageVersion {
            maintainer: key.pubkey(),
            ..c.unstage_version(k.model, k.draft)
        };
        assert_refused(
            w.send(&[call(&accounts)], &[key]),
            AlthingError::NotMaintainer,
        );
    }
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, k) = staged();
    w.sweep(
        call(&c.unstage_version(k.model, k.draft)),
        &[&c.members[0].key],
    )
    .run();
}

#[test]
fn test_unstage_version_refuses_another_model_version_history_or_log() {
    let (mut w, [c, other], [k, theirs]) = two_catalogues();
    for (c, k) in [(&c, &k), (&other, &theirs)] {
        w.stage(c, &k.draft);
    }
    let second = w.model(&c, "Second");
    let right = || c.unstage_version(k.model, k.draft);
    let wrong = [
        (c.unstage_version(second, k.draft), AlthingError::WrongModel),
        (
            c.unstage_version(k.model, theirs.draft),
            AlthingError::WrongModel,
        ),
        (
            accounts::UnstageVersion {
                history: pda::history(&second),
                ..right()
            },
            AlthingError::WrongHistory,
        ),
        (
            accounts::UnstageVersion {
                log: theirs.log,
                ..right()
            },
            AlthingError::WrongLog,
        ),
    ];
    for (accounts, error) in wrong {
        assert_refused(w.send(&[call(&accounts)], &[&c.members[0].key]), error);
    }
}
