//! As many as the rules need now, and more that passed than failed.

use althing_program_tests::prelude::*;

use super::super::need_attestations;
use super::{approved, promote};

/// Evaluators in this number say so.
fn attest(w: &mut World, c: &Community, k: &Catalogue, passed: usize, failed: usize) {
    for (index, evaluator) in k.evaluators[..passed + failed].iter().enumerate() {
        w.attest(c, &k.draft, evaluator, index < passed).unwrap();
    }
}

#[test]
fn test_promote_version_refuses_too_few_attestations() {
    for (passed, failed) in [(0, 0), (1, 0), (0, 2), (1, 3)] {
        let (mut w, c, k) = catalogue();
        attest(&mut w, &c, &k, passed, failed);
        assert_refused(
            promote(&mut w, &c, &k.draft),
            AlthingError::TooFewAttestations,
        );
    }
}

#[test]
fn test_promote_version_refuses_a_version_that_as_many_fail_as_pass() {
    let (mut w, c, k) = catalogue();
    attest(&mut w, &c, &k, 2, 2);
    assert_refused(
        promote(&mut w, &c, &k.draft),
        AlthingError::AttestationsOutvoted,
    );
}

#[test]
fn test_promote_version_refuses_a_version_that_more_fail_than_pass() {
    let (mut w, c, k) = catalogue();
    need_attestations(&mut w, &c, 1);
    attest(&mut w, &c, &k, 1, 2);
    assert_refused(
        promote(&mut w, &c, &k.draft),
        AlthingError::AttestationsOutvoted,
    );
}

#[test]
fn one_more_that_passes_than_fails_is_enough() {
    let (mut w, c, k) = catalogue();
    attest(&mut w, &c, &k, 2, 1);
    promote(&mut w, &c, &k.draft).unwrap();
}

#[test]
fn where_no_attestations_are_needed_none_is_asked() {
    for (passed, failed) in [(0, 0), (0, 4), (2, 2)] {
        let (mut w, c, k) = catalogue();
        need_attestations(&mut w, &c, 0);
        attest(&mut w, &c, &k, passed, failed);
        promote(&mut w, &c, &k.draft).unwrap();
    }
}

#[test]
fn the_most_that_the_rules_can_need_is_more_than_there_are() {
    let (mut w, c, k) = approved();
    need_attestations(&mut w, &c, 64);
    assert_refused(
        promote(&mut w, &c, &k.draft),
        AlthingError::TooFewAttestations,
    );
}

#[test]
fn a_changed_mind_counts() {
    let (mut w, c, k) = approved();
    w.attest(&c, &k.draft, &k.evaluators[1], false).unwrap();
    assert_refused(
        promote(&mut w, &c, &k.draft),
        AlthingError::TooFewAttestations,
    );
    w.attest(&c, &k.draft, &k.evaluators[1], true).unwrap();
    promote(&mut w, &c, &k.draft).unwrap();
}

#[test]
fn one_evaluators_word_given_twice_is_one() {
    let (mut w, c, k) = catalogue();
    for _ in 0..2 {
        w.attest(&c, &k.draft, &k.evaluators[0], true).unwrap();
    }
    assert_refused(
        promote(&mut w, &c, &k.draft),
        AlthingError::TooFewAttestations,
    );
}

#[test]
fn attestations_of_another_version_do_not_count() {
    let (mut w, c, k) = approved();
    let child = w.version(&c, &k.model, Some(k.draft));
    assert_refused(
        promote(&mut w, &c, &child),
        AlthingError::TooFewAttestations,
    );
}

#[test]
fn a_return_needs_what_the_rules_need_now() {
    let (mut w, c, k) = approved();
    w.promote(&c, &k.draft);
    w.pass(
        &c,
        &[c.deprecate_version(k.model, k.draft)
            .call(instruction::DeprecateVersion {})],
    );
    need_attestations(&mut w, &c, 3);
    assert_refused(
        promote(&mut w, &c, &k.draft),
        AlthingError::TooFewAttestations,
    );
}

#[test]
fn closed_attestations_count_on() {
    let (mut w, c, k) = approved();
    w.promote(&c, &k.draft);
    for evaluator in &k.evaluators[..2] {
        let close = c.close_attestation(k.draft, evaluator.pubkey());
        w.go(&[close.call(instruction::CloseAttestation {})], &[]);
    }
    w.release(&c, &k, None);
    promote(&mut w, &c, &k.draft).unwrap();
}
