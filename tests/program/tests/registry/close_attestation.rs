use std::slice::from_ref;

use althing::registry::events::AttestationClosed;
use althing::{AuditLog, ModelVersion};
use althing_program_tests::prelude::*;

use super::assert_same;

/// The catalogue, with the draft promoted by the words of two evaluators.
fn released() -> (World, Community, Catalogue) {
    let (mut w, c, k) = catalogue();
    w.approve(&c, &k, &k.draft);
    w.promote(&c, &k.draft);
    (w, c, k)
}

/// The accounts that close the first evaluator's attestation of the draft.
fn of(c: &Community, k: &Catalogue) -> accounts::CloseAttestation {
    c.close_attestation(k.draft, k.evaluators[0].pubkey())
}

fn close(w: &mut World, accounts: &accounts::CloseAttestation) -> Result<Sent, Refusal> {
    w.send(&[accounts.call(instruction::CloseAttestation {})], &[])
}

#[test]
fn test_close_attestation_ok() {
    let (mut w, c, k) = released();
    let (version, log): (ModelVersion, AuditLog) = (w.zero_copy(&k.draft), w.zero_copy(&k.log));
    let accounts = of(&c, &k);
    let sent = close(&mut w, &accounts).unwrap();

    assert!(!w.exists(&accounts.attestation));
    assert_eq!(
        (version.attestations_passed, version.open_attestations),
        (2, 2)
    );
    assert_same(
        &w.zero_copy::<ModelVersion>(&k.draft),
        &ModelVersion {
            open_attestations: 1,
            ..version
        },
    );
    assert_same(&w.zero_copy::<AuditLog>(&k.log), &log);
    let [AttestationClosed {
        model_version,
        evaluator,
    }] = sent.events::<AttestationClosed>()[..]
    else {
        panic!("one event");
    };
    assert_eq!(
        (model_version, evaluator),
        (k.draft, k.evaluators[0].pubkey())
    );
}

#[test]
fn all_lamports_return_to_who_paid() {
    let (mut w, c, k) = released();
    let accounts = of(&c, &k);
    w.svm.airdrop(&accounts.attestation, 12_345).unwrap();
    let (before, held) = (
        w.lamports(&accounts.payer),
        w.lamports(&accounts.attestation),
    );
    close(&mut w, &accounts).unwrap();
    assert_eq!(w.lamports(&accounts.payer) - before, held);
}

#[test]
fn of_a_deprecated_and_of_a_revoked_version_too() {
    let (mut w, c, k) = released();
    w.pass(
        &c,
        &[c.deprecate_version(k.model, k.draft)
            .call(instruction::DeprecateVersion {})],
    );
    close(&mut w.clone(), &of(&c, &k)).unwrap();
    w.revoke(&c, &k.draft);
    close(&mut w, &of(&c, &k)).unwrap();
}

#[test]
fn a_failing_word_stays_in_the_tally_too() {
    let (mut w, c, k) = catalogue();
    w.attest(&c, &k.draft, &k.evaluators[0], false).unwrap();
    w.revoke(&c, &k.draft);
    close(&mut w, &of(&c, &k)).unwrap();
    let version: ModelVersion = w.zero_copy(&k.draft);
    assert_eq!(
        (
            version.attestations_passed,
            version.attestations_failed,
            version.open_attestations
        ),
        (0, 1, 0)
    );
}

#[test]
fn an_attestation_of_a_draft_still_counts() {
    let (mut w, c, k) = catalogue();
    w.approve(&c, &k, &k.draft);
    assert_refused(
        close(&mut w, &of(&c, &k)),
        AlthingError::AttestationStillCounts,
    );
}

#[test]
fn an_attestation_is_closed_once() {
    let (mut w, c, k) = released();
    let once = of(&c, &k).call(instruction::CloseAttestation {});
    let both = w.send(&[once.clone(), once.clone()], &[]);
    assert_refused(both, AnchorError::AccountOwnedByWrongProgram);
    w.go(from_ref(&once), &[]);
    assert_refused(
        w.send(&[once], &[]),
        AnchorError::AccountOwnedByWrongProgram,
    );
}

#[test]
fn an_attestation_that_was_never_given_is_not_closed() {
    let (mut w, c, k) = released();
    let accounts = c.close_attestation(k.draft, k.evaluators[2].pubkey());
    assert_refused(
        close(&mut w, &accounts),
        AnchorError::AccountOwnedByWrongProgram,
    );
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, k) = released();
    w.sweep(of(&c, &k).call(instruction::CloseAttestation {}), &[])
        .run();
}

#[test]
fn test_close_attestation_refuses_another_version() {
    let (mut w, [c, other], [k, theirs]) = two_catalogues();
    for (c, k) in [(&c, &k), (&other, &theirs)] {
        w.approve(c, k, &k.draft);
        w.promote(c, &k.draft);
    }
    // A draft's attestation cannot be closed by way of a version that is decided.
    let second = w.version(&c, &k.model, None);
    w.approve(&c, &k, &second);
    let attestation = pda::attestation(&second, &k.evaluators[0].pubkey());
    for model_version in [k.draft, theirs.draft] {
        let accounts = accounts::CloseAttestation {
            model_version,
            attestation,
            ..of(&c, &k)
        };
        assert_refused(close(&mut w, &accounts), AlthingError::WrongModelVersion);
    }
    let accounts = accounts::CloseAttestation {
        model_version: theirs.draft,
        ..of(&c, &k)
    };
    assert_refused(close(&mut w, &accounts), AlthingError::WrongModelVersion);
}

#[test]
fn test_close_attestation_refuses_another_payer() {
    let (mut w, c, k) = released();
    for payer in [
        k.evaluators[0].pubkey(),
        c.members[0].address(),
        c.authority,
    ] {
        let accounts = accounts::CloseAttestation {
            payer,
            ..of(&c, &k)
        };
        assert_refused(close(&mut w, &accounts), AlthingError::WrongPayer);
    }
}
