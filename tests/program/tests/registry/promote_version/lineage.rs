//! Revoked ancestors, at any depth.

use althing::{Dao, ModelVersion, VersionStatus};
use althing_program_tests::prelude::*;

use super::promote;

/// The catalogue, with a line of versions of which each was made from the one before. The first is the
/// catalogue's, the last is approved.
fn line<const N: usize>() -> (World, Community, Catalogue, [Pubkey; N]) {
    let (mut w, c, k) = catalogue();
    let extend = c.extend_history(k.model);
    w.go(
        &[extend.call(instruction::ExtendHistory { places: 50 })],
        &[&c.renter],
    );
    let mut line = [k.draft; N];
    for at in 1..N {
        line[at] = w.version(&c, &k.model, Some(line[at - 1]));
    }
    w.approve(&c, &k, &line[N - 1]);
    (w, c, k, line)
}

fn check(w: &mut World, c: &Community, version: &Pubkey) -> Result<Sent, Refusal> {
    let check = w.checks(c, version);
    w.svm.expire_blockhash();
    w.send(&[check], &[])
}

fn pardon(w: &mut World, c: &Community, version: &Pubkey, ancestor: &Pubkey) {
    let model = w.zero_copy::<ModelVersion>(version).model;
    let pardon = c
        .override_taint(model, *version)
        .call(instruction::OverrideTaint {
            ancestor: *ancestor,
        });
    w.pass(c, &[pardon]);
}

fn taints(w: &World, version: &Pubkey) -> Vec<Pubkey> {
    let version: ModelVersion = w.zero_copy(version);
    version.taints().as_slice().to_vec()
}

#[test]
fn without_revocations_nothing_need_be_looked_at() {
    let (mut w, c, _, [.., last]) = line::<4>();
    promote(&mut w, &c, &last).unwrap();
}

#[test]
fn test_promote_version_refuses_a_revoked_parent() {
    let (mut w, c, k, [_, child]) = line::<2>();
    w.revoke(&c, &k.draft);
    assert_refused(promote(&mut w, &c, &child), AlthingError::VersionTainted);
}

#[test]
fn a_version_whose_parent_was_revoked_does_not_return() {
    let (mut w, c, k, [_, child]) = line::<2>();
    w.promote(&c, &child);
    w.release(&c, &k, None);
    w.revoke(&c, &k.draft);
    assert_refused(promote(&mut w, &c, &child), AlthingError::VersionTainted);
}

#[test]
fn a_revoked_ancestor_taints_at_depth_three() {
    let (mut w, c, _, [root, child, grandchild, last]) = line::<4>();
    w.revoke(&c, &root);
    // Nobody has looked yet, and nobody gets by without.
    let unseen = AlthingError::LineageNotChecked;
    assert_refused(promote(&mut w, &c, &last), unseen);
    assert_refused(check(&mut w, &c, &last), unseen);
    assert_refused(check(&mut w, &c, &grandchild), unseen);
    check(&mut w, &c, &child).unwrap();
    assert_refused(promote(&mut w, &c, &last), unseen);
    check(&mut w, &c, &grandchild).unwrap();
    assert_refused(promote(&mut w, &c, &last), AlthingError::VersionTainted);
    check(&mut w, &c, &last).unwrap();
    for version in [child, grandchild, last] {
        assert_eq!(taints(&w, &version), [root]);
    }
    assert_refused(promote(&mut w, &c, &last), AlthingError::VersionTainted);
}

#[test]
fn a_taint_is_accepted_by_name_and_for_one_version() {
    let (mut w, c, k, [root, child, grandchild, last]) = line::<4>();
    w.approve(&c, &k, &grandchild);
    w.revoke(&c, &root);
    for version in [child, grandchild, last] {
        check(&mut w, &c, &version).unwrap();
    }
    pardon(&mut w, &c, &grandchild, &root);
    promote(&mut w, &c, &grandchild).unwrap();
    assert_refused(promote(&mut w, &c, &last), AlthingError::VersionTainted);
    pardon(&mut w, &c, &last, &root);
    promote(&mut w, &c, &last).unwrap();
    let version: ModelVersion = w.zero_copy(&last);
    assert_eq!((version.taint_count, version.pardons()), (1, &[root][..]));
}

#[test]
fn every_revoked_ancestor_is_accepted_by_its_own_name() {
    let (mut w, c, _, [root, child, last]) = line::<3>();
    w.revoke(&c, &root);
    w.revoke(&c, &child);
    assert_refused(promote(&mut w, &c, &last), AlthingError::LineageNotChecked);
    check(&mut w, &c, &child).unwrap();
    check(&mut w, &c, &last).unwrap();
    assert_eq!(taints(&w, &last), [root, child]);
    pardon(&mut w, &c, &last, &child);
    assert_refused(promote(&mut w, &c, &last), AlthingError::VersionTainted);
    pardon(&mut w, &c, &last, &root);
    promote(&mut w, &c, &last).unwrap();
}

#[test]
fn a_pardon_does_not_cover_what_is_revoked_later() {
    let (mut w, c, _, [root, child, last]) = line::<3>();
    w.revoke(&c, &root);
    check(&mut w, &c, &child).unwrap();
    check(&mut w, &c, &last).unwrap();
    pardon(&mut w, &c, &last, &root);
    let vote = w.promotes(&c, &last);
    let motion = w.executable(&c, &[vote]);
    w.revoke(&c, &child);
    assert_refused(w.execute(&c, &motion, 0), AlthingError::LineageNotChecked);
    check(&mut w, &c, &child).unwrap();
    assert_refused(w.execute(&c, &motion, 0), AlthingError::VersionTainted);
}

#[test]
fn a_merge_has_the_taints_of_all_its_parents() {
    let (mut w, c, k) = catalogue();
    let second = w.version(&c, &k.model, None);
    w.stage(&c, &second);
    let third = w.version(&c, &k.model, Some(second));
    let merge = w.version(&c, &k.model, Some(k.draft));
    w.stage(&c, &third);
    w.link(&c, &merge, &third);
    w.approve(&c, &k, &merge);
    w.revoke(&c, &k.draft);
    w.revoke(&c, &second);
    assert_refused(check(&mut w, &c, &merge), AlthingError::LineageNotChecked);
    check(&mut w, &c, &third).unwrap();
    check(&mut w, &c, &merge).unwrap();
    assert_eq!(taints(&w, &merge), [k.draft, second]);
}

#[test]
fn another_model_is_tainted_too() {
    let (mut w, c, k) = catalogue();
    let model = w.model(&c, "Fine-tuned");
    let tuned = w.version(&c, &model, Some(k.draft));
    w.approve(&c, &k, &tuned);
    w.revoke(&c, &k.draft);
    assert_refused(promote(&mut w, &c, &tuned), AlthingError::VersionTainted);
}

#[test]
fn a_child_linked_after_a_revocation_is_tainted_at_once() {
    let (mut w, c, k, [root, child, _]) = line::<3>();
    w.revoke(&c, &root);
    check(&mut w, &c, &child).unwrap();
    let late = w.version(&c, &k.model, Some(child));
    assert_eq!(taints(&w, &late), [root]);
    w.approve(&c, &k, &late);
    assert_refused(promote(&mut w, &c, &late), AlthingError::VersionTainted);
}

#[test]
fn a_child_linked_before_the_parent_was_looked_at_is_looked_at_later() {
    let (mut w, c, k, [root, child, _]) = line::<3>();
    w.revoke(&c, &root);
    let late = w.version(&c, &k.model, Some(child));
    let stale: ModelVersion = w.zero_copy(&late);
    assert_eq!(stale.lineage_revision, ModelVersion::UNCHECKED);
    w.approve(&c, &k, &late);
    assert_refused(promote(&mut w, &c, &late), AlthingError::LineageNotChecked);
    check(&mut w, &c, &child).unwrap();
    assert_refused(promote(&mut w, &c, &late), AlthingError::VersionTainted);
}

#[test]
fn a_ninth_revoked_ancestor_cannot_be_accepted() {
    let (mut w, c, _, line) = line::<10>();
    for version in &line[..9] {
        w.revoke(&c, version);
    }
    for version in &line[1..] {
        check(&mut w, &c, version).unwrap();
    }
    let last = line[9];
    let version: ModelVersion = w.zero_copy(&last);
    assert_eq!((version.taint_count, version.taints_overflow), (8, 1));
    for ancestor in &line[..8] {
        pardon(&mut w, &c, &last, ancestor);
    }
    assert_refused(promote(&mut w, &c, &last), AlthingError::TooManyTaints);
}

#[test]
fn a_revocation_without_children_leaves_lineages_as_they_are() {
    let (mut w, c, k, [_, child, last]) = line::<3>();
    let lonely = w.version(&c, &k.model, None);
    w.revoke(&c, &lonely);
    assert_eq!(w.borsh::<Dao>(&c.dao).lineage_revision, 0);
    promote(&mut w, &c, &last).unwrap();
    w.revoke(&c, &child);
    assert_eq!(w.borsh::<Dao>(&c.dao).lineage_revision, 1);
}

#[test]
fn what_is_in_production_stays_there() {
    let (mut w, c, _, [root, _, last]) = line::<3>();
    w.promote(&c, &last);
    w.revoke(&c, &root);
    let version: ModelVersion = w.zero_copy(&last);
    assert_eq!(version.status(), VersionStatus::Production);
}
