//! A vote is a permission, not a promise: what a promotion asks is asked when it is executed.

use althing::{Model, Proposal};
use althing_program_tests::prelude::*;

use super::super::need_attestations;
use super::approved;

/// A proposal to promote the version, which could be executed now.
fn voted(w: &mut World, c: &Community, version: &Pubkey) -> Motion {
    let promote = w.promotes(c, version);
    w.executable(c, &[promote])
}

/// The execution is refused and leaves the proposal as it was.
#[track_caller]
fn assert_execution_refused(w: &mut World, c: &Community, motion: &Motion, error: impl Code) {
    assert_refused(w.execute(c, motion, 0), error);
    let proposal: Proposal = w.zero_copy(&motion.proposal);
    assert_eq!(
        (proposal.state, proposal.actions_executed),
        (Proposal::SUCCEEDED, 0)
    );
}

#[test]
fn the_parent_was_revoked_meanwhile() {
    let (mut w, c, k) = catalogue();
    let child = w.version(&c, &k.model, Some(k.draft));
    w.approve(&c, &k, &child);
    let motion = voted(&mut w, &c, &child);
    w.revoke(&c, &k.draft);
    assert_execution_refused(&mut w, &c, &motion, AlthingError::VersionTainted);
    assert_eq!(w.borsh::<Model>(&k.model).production, 0);
}

#[test]
fn the_same_vote_revoked_the_parent() {
    let (mut w, c, k) = catalogue();
    let child = w.version(&c, &k.model, Some(k.draft));
    w.approve(&c, &k, &child);
    let revoke = c
        .revoke_version(k.model, k.draft)
        .call(instruction::RevokeVersion {});
    let promote = w.promotes(&c, &child);
    let motion = w.executable(&c, &[revoke, promote]);
    w.execute(&c, &motion, 0).unwrap();
    assert_refused(w.execute(&c, &motion, 1), AlthingError::VersionTainted);
}

#[test]
fn the_version_was_revoked_meanwhile() {
    let (mut w, c, k) = approved();
    let motion = voted(&mut w, &c, &k.draft);
    w.revoke(&c, &k.draft);
    assert_execution_refused(&mut w, &c, &motion, AlthingError::VersionNotPromotable);
}

#[test]
fn an_attestation_was_taken_back_meanwhile() {
    let (mut w, c, k) = approved();
    let motion = voted(&mut w, &c, &k.draft);
    let evaluator = &k.evaluators[0];
    let withdraw = c.withdraw_attestation(k.model, k.draft, evaluator.pubkey());
    w.go(
        &[withdraw.call(instruction::WithdrawAttestation {})],
        &[evaluator],
    );
    assert_execution_refused(&mut w, &c, &motion, AlthingError::TooFewAttestations);
    // Given again in time, it is enough again.
    w.attest(&c, &k.draft, evaluator, true).unwrap();
    w.execute(&c, &motion, 0).unwrap();
    assert_eq!(w.borsh::<Model>(&k.model).production_version, k.draft);
}

#[test]
fn an_evaluator_changed_their_mind_meanwhile() {
    let (mut w, c, k) = approved();
    let motion = voted(&mut w, &c, &k.draft);
    w.attest(&c, &k.draft, &k.evaluators[0], false).unwrap();
    assert_execution_refused(&mut w, &c, &motion, AlthingError::TooFewAttestations);
}

#[test]
fn others_outnumbered_the_passing_ones_meanwhile() {
    let (mut w, c, k) = approved();
    let motion = voted(&mut w, &c, &k.draft);
    for evaluator in &k.evaluators[2..] {
        w.attest(&c, &k.draft, evaluator, false).unwrap();
    }
    assert_execution_refused(&mut w, &c, &motion, AlthingError::AttestationsOutvoted);
}

#[test]
fn the_rules_became_stricter_meanwhile() {
    let (mut w, c, k) = approved();
    let motion = voted(&mut w, &c, &k.draft);
    need_attestations(&mut w, &c, 3);
    assert_execution_refused(&mut w, &c, &motion, AlthingError::TooFewAttestations);
}

#[test]
fn another_version_was_promoted_meanwhile() {
    let (mut w, c, k) = approved();
    let second = w.version(&c, &k.model, None);
    w.approve(&c, &k, &second);
    let motion = voted(&mut w, &c, &k.draft);
    w.promote(&c, &second);
    assert_execution_refused(&mut w, &c, &motion, AlthingError::PreviousMissing);
    assert_eq!(w.borsh::<Model>(&k.model).production_version, second);
}

#[test]
fn the_version_in_production_changed_meanwhile() {
    let (mut w, c, k) = approved();
    let [second, third] = [0; 2].map(|_| w.version(&c, &k.model, None));
    w.approve(&c, &k, &second);
    w.approve(&c, &k, &third);
    w.promote(&c, &k.draft);
    let motion = voted(&mut w, &c, &third);
    w.promote(&c, &second);
    assert_execution_refused(&mut w, &c, &motion, AlthingError::WrongPrevious);
}

#[test]
fn the_version_in_production_was_deprecated_meanwhile() {
    let (mut w, c, k) = approved();
    w.promote(&c, &k.draft);
    let second = w.version(&c, &k.model, None);
    w.approve(&c, &k, &second);
    let motion = voted(&mut w, &c, &second);
    w.pass(
        &c,
        &[c.deprecate_version(k.model, k.draft)
            .call(instruction::DeprecateVersion {})],
    );
    assert_execution_refused(&mut w, &c, &motion, AlthingError::WrongPrevious);
}
