use althing::audit::entry::EntryKind;
use althing::registry::entries::TaintOverridden;
use althing::{AuditLog, ModelVersion};
use althing_program_tests::prelude::*;

use super::{assert_recorded, assert_same};

/// The catalogue with a child of the draft, the draft revoked, and the child looked at.
fn tainted() -> (World, Community, Catalogue, Pubkey) {
    let (mut w, c, k) = catalogue();
    let child = w.version(&c, &k.model, Some(k.draft));
    w.revoke(&c, &k.draft);
    let check = w.checks(&c, &child);
    w.go(&[check], &[]);
    (w, c, k, child)
}

fn call(accounts: &accounts::OverrideTaint, ancestor: Pubkey) -> Instruction {
    accounts.call(instruction::OverrideTaint { ancestor })
}

#[test]
fn test_override_taint_ok() {
    let (mut w, c, k, child) = tainted();
    let (version, log): (ModelVersion, AuditLog) = (w.zero_copy(&child), w.zero_copy(&k.log));
    let pardon = call(&c.override_taint(k.model, child), k.draft);
    let sent = w.as_authority(&c, pardon).unwrap();

    let mut expected = version;
    expected.pardons[0] = k.draft;
    expected.pardon_count = 1;
    assert_same(&w.zero_copy::<ModelVersion>(&child), &expected);
    assert_recorded(
        &w,
        &log,
        &sent,
        EntryKind::TaintOverridden,
        &c.authority,
        &TaintOverridden {
            number: 2,
            ancestor: k.draft,
        },
    );
}

#[test]
fn only_a_taint_that_was_found_is_accepted() {
    let (mut w, c, k) = catalogue();
    let child = w.version(&c, &k.model, Some(k.draft));
    let grandchild = w.version(&c, &k.model, Some(child));
    w.revoke(&c, &k.draft);
    for ancestor in [k.draft, child, grandchild, Pubkey::default()] {
        let pardon = call(&c.override_taint(k.model, grandchild), ancestor);
        assert_refused(w.clone().as_authority(&c, pardon), AlthingError::NotTainted);
    }
    for version in [child, grandchild] {
        let check = w.checks(&c, &version);
        w.go(&[check], &[]);
    }
    let pardon = call(&c.override_taint(k.model, grandchild), k.draft);
    w.as_authority(&c, pardon).unwrap();
}

#[test]
fn an_ancestor_is_accepted_once() {
    let (mut w, c, k, child) = tainted();
    let pardon = call(&c.override_taint(k.model, child), k.draft);
    w.pass(&c, std::slice::from_ref(&pardon));
    assert_refused(w.as_authority(&c, pardon), AlthingError::AlreadyPardoned);
}

#[test]
fn a_revoked_version_needs_no_pardon() {
    let (mut w, c, k, child) = tainted();
    w.revoke(&c, &child);
    assert_refused(
        w.as_authority(&c, call(&c.override_taint(k.model, child), k.draft)),
        AlthingError::VersionRevoked,
    );
}

#[test]
fn nobody_but_the_authority_may() {
    let (mut w, c, k, child) = tainted();
    let right = || c.override_taint(k.model, child);
    for key in [&c.members[0].key, &c.creator, &k.evaluators[0]] {
        let accounts = accounts::OverrideTaint {
            authority: key.pubkey(),
            ..right()
        };
        assert_refused(
            w.send(&[call(&accounts, k.draft)], &[key]),
            AlthingError::NotAuthority,
        );
    }
    assert_refused(
        w.send(&[unsigned(call(&right(), k.draft), c.authority)], &[]),
        AnchorError::AccountNotSigner,
    );
}

#[test]
fn another_organisations_authority_may_not() {
    let (mut w, [c, other], [k, _]) = two_catalogues();
    let right = || accounts::OverrideTaint {
        authority: other.authority,
        ..c.override_taint(k.model, k.draft)
    };
    assert_refused(
        w.as_authority(&other, call(&right(), k.draft)),
        AlthingError::NotAuthority,
    );
    let with_its_dao = accounts::OverrideTaint {
        dao: other.dao,
        ..right()
    };
    assert_refused(
        w.as_authority(&other, call(&with_its_dao, k.draft)),
        AlthingError::WrongDao,
    );
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, k, child) = tainted();
    w.sweep_authority(&c, call(&c.override_taint(k.model, child), k.draft))
        .run();
}

#[test]
fn test_override_taint_refuses_another_model_or_log() {
    let (mut w, c, k, child) = tainted();
    let model = w.model(&c, "Second");
    assert_refused(
        w.clone()
            .as_authority(&c, call(&c.override_taint(model, child), k.draft)),
        AlthingError::WrongModel,
    );
    let accounts = accounts::OverrideTaint {
        log: c.log,
        ..c.override_taint(k.model, child)
    };
    assert_refused(
        w.as_authority(&c, call(&accounts, k.draft)),
        AlthingError::WrongLog,
    );
}
