//! Who may, and the parents, the predecessor and the organisation.

use althing::{ModelVersion, VersionStatus};
use althing_program_tests::prelude::*;

use super::{approved, call, promote};

/// The catalogue, with an approved second version whose parent is the draft, which is not in
/// production.
fn child() -> (World, Community, Catalogue, Pubkey) {
    let (mut w, c, k) = catalogue();
    let child = w.version(&c, &k.model, Some(k.draft));
    w.approve(&c, &k, &child);
    (w, c, k, child)
}

/// A promotion with these further accounts.
fn with(accounts: &accounts::PromoteVersion, further: &[Pubkey]) -> Instruction {
    let metas: Vec<_> = further
        .iter()
        .map(|address| AccountMeta::new_readonly(*address, false))
        .collect();
    accounts.call_with(promotion(CARD), &metas)
}

#[test]
fn test_promote_version_refuses_another_history() {
    let (mut w, [c, _], [k, theirs]) = two_catalogues();
    w.approve(&c, &k, &k.draft);
    let second = pda::history(&w.model(&c, "Second"));
    for history in [second, pda::history(&theirs.model)] {
        let accounts = accounts::PromoteVersion {
            history,
            ..c.promote_version(k.model, k.draft)
        };
        assert_refused(
            w.clone().as_authority(&c, call(&accounts)),
            AlthingError::WrongHistory,
        );
    }
}

#[test]
fn every_wrong_account_is_refused() {
    // Model, version, predecessor and parent are four accounts here.
    let (mut w, c, k, child) = child();
    w.release(&c, &k, None);
    assert_ne!(w.promotion(&c, &child).previous, Some(k.draft));
    let promote = w.promotes(&c, &child);
    w.sweep_authority(&c, promote)
        .expecting(k.draft, AlthingError::WrongParent)
        .run();
}

#[test]
fn nobody_but_the_authority_may() {
    let (mut w, c, k) = approved();
    for key in [&c.members[0].key, &c.creator, &k.evaluators[0]] {
        let accounts = accounts::PromoteVersion {
            authority: key.pubkey(),
            ..c.promote_version(k.model, k.draft)
        };
        assert_refused(
            w.send(&[call(&accounts)], &[key]),
            AlthingError::NotAuthority,
        );
    }
    let promote = unsigned(call(&c.promote_version(k.model, k.draft)), c.authority);
    assert_refused(w.send(&[promote], &[]), AnchorError::AccountNotSigner);
}

#[test]
fn another_organisations_authority_may_not() {
    let (mut w, [c, other], [k, _]) = two_catalogues();
    w.approve(&c, &k, &k.draft);
    let right = || accounts::PromoteVersion {
        authority: other.authority,
        ..c.promote_version(k.model, k.draft)
    };
    assert_refused(
        w.as_authority(&other, call(&right())),
        AlthingError::NotAuthority,
    );
    let with_its_dao = accounts::PromoteVersion {
        dao: other.dao,
        ..right()
    };
    assert_refused(
        w.as_authority(&other, call(&with_its_dao)),
        AlthingError::WrongDao,
    );
    let with_its_model = accounts::PromoteVersion {
        model_version: k.draft,
        ..other.promote_version(pda::model(&other.dao, "Silero VAD"), k.draft)
    };
    assert_refused(
        w.as_authority(&other, call(&with_its_model)),
        AlthingError::WrongModel,
    );
}

#[test]
fn test_promote_version_refuses_another_model() {
    let (mut w, c, k) = approved();
    let model = w.model(&c, "Second");
    let accounts = c.promote_version(model, k.draft);
    assert_refused(
        w.as_authority(&c, call(&accounts)),
        AlthingError::WrongModel,
    );
}

#[test]
fn test_promote_version_refuses_another_log() {
    let (w, [c, other], [k, theirs]) = two_catalogues();
    for log in [c.log, other.log, theirs.log] {
        let mut w = w.clone();
        w.approve(&c, &k, &k.draft);
        let accounts = accounts::PromoteVersion {
            log,
            ..c.promote_version(k.model, k.draft)
        };
        assert_refused(w.as_authority(&c, call(&accounts)), AlthingError::WrongLog);
    }
}

#[test]
fn a_parent_may_be_staged() {
    let (mut w, c, k, child) = child();
    promote(&mut w, &c, &child).unwrap();
    assert_eq!(
        w.zero_copy::<ModelVersion>(&k.draft).status(),
        VersionStatus::Staged
    );
}

#[test]
fn a_draft_is_not_promoted() {
    let (mut w, c, k) = catalogue();
    for evaluator in &k.evaluators {
        w.attest(&c, &k.draft, evaluator, true).unwrap();
    }
    let promote = w.promotes(&c, &k.draft);
    assert_refused(
        w.as_authority(&c, promote),
        AlthingError::VersionNotPromotable,
    );
}

#[test]
fn a_parent_is_given() {
    let (mut w, c, k, child) = child();
    let accounts = c.promote_version(k.model, child);
    assert_refused(
        w.as_authority(&c, call(&accounts)),
        AlthingError::ParentMissing,
    );
}

#[test]
fn test_promote_version_refuses_another_parent() {
    let (mut w, [c, _], [k, theirs]) = two_catalogues();
    let child = w.version(&c, &k.model, Some(k.draft));
    let sibling = w.version(&c, &k.model, Some(k.draft));
    w.approve(&c, &k, &child);
    for parent in [sibling, child, theirs.draft] {
        let promote = with(&c.promote_version(k.model, child), &[parent]);
        assert_refused(
            w.clone().as_authority(&c, promote),
            AlthingError::WrongParent,
        );
    }
}

#[test]
fn test_promote_version_refuses_parents_in_another_order() {
    let (mut w, c, k, child) = {
        let (mut w, c, k) = catalogue();
        let base = w.version(&c, &k.model, None);
        w.stage(&c, &base);
        let child = w.version(&c, &k.model, Some(k.draft));
        w.link(&c, &child, &base);
        w.approve(&c, &k, &child);
        (w, c, k, [child, base])
    };
    let [child, base] = child;
    let accounts = c.promote_version(k.model, child);
    let orders: [(&[Pubkey], AlthingError); 4] = [
        (&[base, k.draft], AlthingError::WrongParent),
        (&[k.draft, k.draft], AlthingError::WrongParent),
        (&[k.draft], AlthingError::ParentMissing),
        (&[k.draft, base, base], AlthingError::GrantsMissing),
    ];
    for (parents, error) in orders {
        let sent = w.clone().as_authority(&c, with(&accounts, parents));
        assert_refused(sent, error);
    }
    w.as_authority(&c, with(&accounts, &[k.draft, base]))
        .unwrap();
}

#[test]
fn test_promote_version_refuses_a_parent_where_there_is_none() {
    let (mut w, c, k) = approved();
    let second = w.version(&c, &k.model, None);
    for parent in [second, k.draft] {
        let promote = with(&c.promote_version(k.model, k.draft), &[parent]);
        assert_refused(
            w.clone().as_authority(&c, promote),
            AlthingError::GrantsMissing,
        );
    }
}

#[test]
fn the_version_in_production_is_given() {
    let (mut w, c, k) = approved();
    w.promote(&c, &k.draft);
    let second = w.version(&c, &k.model, None);
    w.approve(&c, &k, &second);
    let accounts = c.promote_version(k.model, second);
    assert_refused(
        w.as_authority(&c, call(&accounts)),
        AlthingError::PreviousMissing,
    );
}

#[test]
fn test_promote_version_refuses_another_previous() {
    let (mut w, [c, other], [k, theirs]) = two_catalogues();
    w.approve(&other, &theirs, &theirs.draft);
    w.promote(&other, &theirs.draft);
    let old = w.release(&c, &k, None);
    w.release(&c, &k, None);
    w.approve(&c, &k, &k.draft);
    // A deprecated one, the version itself, and the one in production of another model.
    for previous in [old, k.draft, theirs.draft] {
        let accounts = accounts::PromoteVersion {
            previous: Some(previous),
            ..w.promotion(&c, &k.draft)
        };
        assert_refused(
            w.clone().as_authority(&c, call(&accounts)),
            AlthingError::WrongPrevious,
        );
    }
}

#[test]
fn test_promote_version_refuses_a_previous_where_there_is_none() {
    let (mut w, [c, other], [k, theirs]) = two_catalogues();
    w.approve(&other, &theirs, &theirs.draft);
    w.promote(&other, &theirs.draft);
    w.approve(&c, &k, &k.draft);
    let second = w.version(&c, &k.model, None);
    for previous in [second, k.draft, theirs.draft] {
        let accounts = accounts::PromoteVersion {
            previous: Some(previous),
            ..c.promote_version(k.model, k.draft)
        };
        assert_refused(
            w.clone().as_authority(&c, call(&accounts)),
            AlthingError::WrongPrevious,
        );
    }
}

#[test]
fn test_promote_version_refuses_a_closed_version() {
    let (mut w, c, k) = catalogue();
    w.go(
        &[c.close_version(k.model, k.draft)
            .call(instruction::CloseVersion {})],
        &[&c.members[0].key],
    );
    let accounts = c.promote_version(k.model, k.draft);
    assert_refused(
        w.as_authority(&c, call(&accounts)),
        AnchorError::AccountOwnedByWrongProgram,
    );
}
