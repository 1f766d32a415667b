//! Wrong accounts of a report.

use althing::witness::Evidence;
use althing_program_tests::prelude::*;

use super::{history, scene, signed, text, FORGED};

#[test]
fn every_wrong_account_is_refused() {
    let (mut w, watch, by) = scene();
    watch.open(&mut w);
    let keep = watch.o.keep_root(by.key.pubkey());
    w.go(&[keep.call(instruction::KeepRoot {})], &[&by.key]);
    let accounts = accounts::ReportEquivocation {
        checkpoint: Some(watch.checkpoint()),
        kept_root: Some(keep.kept_root),
        ..watch.report_equivocation(by.key.pubkey(), by.purse, &watch.lie(&FORGED))
    };
    let report = accounts.call(watch.evidence(Evidence::Checkpoint, &watch.lie(&FORGED)));
    let check = [signed(&text(5, &FORGED))];
    w.sweep_with(report, &check, &[&by.key])
        .expecting(INSTRUCTIONS_SYSVAR, AnchorError::ConstraintAddress)
        .run();
}

#[test]
fn the_checkpoint_that_is_the_evidence_is_given_and_of_this_log() {
    let (mut w, watch, by) = scene();
    let neighbour = w.bonded_operator(&watch.c, "neighbour");
    let admit = watch.c.admit_log(&neighbour, by.key.pubkey());
    let origin = bond_args().origin;
    w.go(
        &[admit.call(instruction::AdmitLog { origin })],
        &[&by.key, &watch.c.renter],
    );
    // The neighbour's log is as long, with other entries.
    w.grow_log(&neighbour, &[[7; 32]; 5]);
    let theirs = accounts::OpenCheckpoint {
        witnessed_log: admit.witnessed_log,
        audit_log: neighbour.audit_log,
        checkpoint: pda::checkpoint(&admit.witnessed_log, 5),
        ..watch.open_checkpoint()
    };
    w.go(
        &[theirs.call(instruction::OpenCheckpoint { size: 5 })],
        &[&watch.c.renter],
    );
    let honest = signed(&text(5, &merkle::root(&watch.leaves)));
    for (checkpoint, error) in [
        (None, AlthingError::CheckpointMissing),
        (Some(theirs.checkpoint), AlthingError::WrongCheckpoint),
    ] {
        let accounts = accounts::ReportEquivocation {
            checkpoint,
            ..watch.report_equivocation(by.key.pubkey(), by.purse, &watch.lie(&FORGED))
        };
        let report = accounts.call(watch.evidence(Evidence::Checkpoint, &watch.lie(&FORGED)));
        let result = w.send(&[honest.clone(), report], &[&by.key]);
        assert_refused(result, error);
    }
}

#[test]
fn a_root_that_is_kept_of_another_log_is_no_evidence() {
    let (mut w, watch, by) = scene();
    let neighbour = w.bonded_operator(&watch.c, "neighbour");
    w.grow_log(&neighbour, &[[7; 32]; 5]);
    let keep = neighbour.keep_root(by.key.pubkey());
    w.go(&[keep.call(instruction::KeepRoot {})], &[&by.key]);
    // The neighbour's root would show that the operator's own is false.
    let theirs = merkle::root(&[[7; 32]; 5]);
    let lie = watch.lie(&theirs);
    let accounts = accounts::ReportEquivocation {
        kept_root: Some(keep.kept_root),
        ..watch.report_equivocation(by.key.pubkey(), by.purse, &lie)
    };
    let (root, proof) = (theirs, vec![]);
    let report = accounts.call(watch.evidence(Evidence::History { root, proof }, &lie));
    let honest = signed(&text(5, &merkle::root(&watch.leaves)));
    let result = w.send(&[honest, report], &[&by.key]);
    assert_refused(result, AlthingError::WrongKeptRoot);
}

#[test]
fn a_checkpoint_of_another_size_is_no_evidence() {
    let (mut w, mut watch, by) = scene();
    watch.open(&mut w);
    let given = watch.checkpoint();
    watch.grow(&mut w, 1);
    let accounts = accounts::ReportEquivocation {
        checkpoint: Some(given),
        ..watch.report_equivocation(by.key.pubkey(), by.purse, &watch.lie(&FORGED))
    };
    let report = accounts.call(watch.evidence(Evidence::Checkpoint, &watch.lie(&FORGED)));
    let honest = signed(&text(6, &merkle::root(&watch.leaves)));
    let result = w.send(&[honest, report], &[&by.key]);
    assert_refused(result, AlthingError::EvidenceOfAnotherSize);
}

#[test]
fn test_report_equivocation_refuses_others() {
    let (mut w, watch, by) = scene();
    let neighbour = w.bonded_operator(&watch.c, "neighbour");
    let other = Community::with_members(&mut w, "Other", TOKEN);
    let foreign = w.tokens("foreign", &other.mint, &by.key.pubkey(), 0);
    type Accounts = accounts::ReportEquivocation;
    let right = || watch.report_equivocation(by.key.pubkey(), by.purse, &watch.lie(&FORGED));
    let cases: [(Accounts, AlthingError); 8] = [
        (
            Accounts {
                dao: other.dao,
                log: other.log,
                ..right()
            },
            AlthingError::WrongDao,
        ),
        (
            Accounts {
                audit_log: neighbour.audit_log,
                equivocation: pda::equivocation(&neighbour.audit_log, &watch.lie(&FORGED)),
                ..right()
            },
            AlthingError::WrongAuditLog,
        ),
        (
            Accounts {
                vault: neighbour.vault,
                ..right()
            },
            AlthingError::WrongVault,
        ),
        (
            Accounts {
                mint: other.mint,
                ..right()
            },
            AlthingError::WrongMint,
        ),
        (
            Accounts {
                treasury: by.purse,
                ..right()
            },
            AlthingError::WrongTokenOwner,
        ),
        (
            Accounts {
                treasury: other.treasury,
                ..right()
            },
            AlthingError::WrongMint,
        ),
        (
            Accounts {
                reward: foreign,
                ..right()
            },
            AlthingError::WrongMint,
        ),
        (
            Accounts {
                log: other.log,
                ..right()
            },
            AlthingError::WrongLog,
        ),
    ];
    for (accounts, error) in cases {
        let report = accounts.call(watch.evidence(history(&watch, 5), &watch.lie(&FORGED)));
        let check = signed(&text(5, &FORGED));
        assert_refused(w.send(&[check, report], &[&by.key]), error);
    }
}
