//! Evidence that stands still while the log grows, and fits a transaction however large it is.

use althing::witness::{Evidence, ReportEquivocationArgs};
use althing_program_tests::prelude::*;

use super::{report, scene, signed, text, Reporter, FORGED};

/// Reports a root of this size with a proof from the reporter's kept root.
fn by_kept_root(
    w: &mut World,
    (watch, by): (&Watch, &Reporter),
    check: Instruction,
    (size, root, proof): (u64, merkle::Hash, Vec<merkle::Hash>),
) -> Result<Sent, Refusal> {
    let evidence_hash = lie(&watch.c, size, &FORGED, &root);
    let accounts = accounts::ReportEquivocation {
        kept_root: Some(pda::kept_root(&watch.o.audit_log, &by.key.pubkey())),
        ..watch.report_equivocation(by.key.pubkey(), by.purse, &evidence_hash)
    };
    let args = ReportEquivocationArgs {
        size,
        evidence_hash,
        relative_index: -1,
        evidence: Evidence::History { root, proof },
    };
    let report = accounts.call(instruction::ReportEquivocation { args });
    // The reporter pays the fees as well: one signature, as it would be.
    w.payer = by.key.insecure_clone();
    w.send(&[check, report], &[])
}

fn keep(w: &mut World, watch: &Watch, by: &Reporter) {
    let keep = watch.o.keep_root(by.key.pubkey());
    w.go(&[keep.call(instruction::KeepRoot {})], &[&by.key]);
}

#[test]
fn an_operator_who_appends_all_the_time_is_reported_by_a_kept_root() {
    let (mut w, mut watch, by) = scene();
    watch.grow(&mut w, 4);
    keep(&mut w, &watch, &by);
    let kept = watch.leaves.clone();
    let (root, proof) = (
        merkle::root(&kept[..5]),
        merkle::consistency_proof(&kept, 5),
    );
    let evidence = Evidence::History {
        root,
        proof: proof.clone(),
    };
    // The proof was made for the log as it was read; the operator is faster.
    watch.grow(&mut w, 1);
    let checks = [signed(&text(5, &FORGED))];
    let late = report(&mut w, (&watch, &by), &checks, (5, evidence));
    assert_refused(late, AlthingError::NotTheLogsHistory);
    let check = checks[0].clone();
    by_kept_root(&mut w, (&watch, &by), check, (5, root, proof)).unwrap();
    assert_eq!(w.bond(&watch.o).amount, BOND / 2);
}

#[test]
fn a_root_that_was_recalled_needs_no_proof() {
    let (mut w, mut watch, by) = scene();
    watch.grow(&mut w, 8);
    keep(&mut w, &watch, &by);
    let (root, proof) = (
        merkle::root(&watch.leaves[..5]),
        merkle::consistency_proof(&watch.leaves, 5),
    );
    let recall = accounts::RecallRoot {
        kept_root: pda::kept_root(&watch.o.audit_log, &by.key.pubkey()),
        payer: by.key.pubkey(),
    };
    let args = althing::RecallRootArgs {
        size: 5,
        root,
        proof,
    };
    w.go(&[recall.call(instruction::RecallRoot { args })], &[&by.key]);
    let check = signed(&text(5, &FORGED));
    // No other root, no other size.
    for (size, root) in [(5, [8; 32]), (4, merkle::root(&watch.leaves[..4]))] {
        let check = signed(&text(size, &FORGED));
        let result = by_kept_root(&mut w, (&watch, &by), check, (size, root, vec![]));
        assert_refused(result, AlthingError::NotTheLogsHistory);
    }
    by_kept_root(&mut w, (&watch, &by), check, (5, root, vec![])).unwrap();
}

#[test]
fn an_honest_operator_loses_nothing_by_a_kept_root() {
    let (mut w, watch, by) = scene();
    keep(&mut w, &watch, &by);
    let root = merkle::root(&watch.leaves);
    let check = signed(&text(5, &root));
    let result = by_kept_root(&mut w, (&watch, &by), check, (5, root, vec![]));
    assert_refused(result, AlthingError::RootsAreEqual);
}

/// A log of 2^39 entries, bonded under a name of so many bytes.
fn large(w: &mut World, watch: &mut Watch, bytes: usize) -> (u64, merkle::Hash, String) {
    let (level, root) = (39, [7; 32]);
    watch.o = w.operator(&watch.c, "large");
    let args = althing::AppendBatchArgs {
        old_size: 0,
        subtrees: vec![althing::Subtree { level, root }],
        uri: String::new(),
    };
    let append = accounts::AppendBatch {
        log: watch.o.audit_log,
        writer: watch.o.address(),
    };
    let append = append.call(instruction::AppendBatch { args });
    w.go(&[append], &[&watch.o.key]);
    let origin = "o".repeat(bytes);
    let args = althing::OpenBondArgs {
        origin: origin.clone(),
        ..bond_args()
    };
    let open = watch.c.open_bond(&watch.o);
    w.go(
        &[open.call(instruction::OpenBond { args })],
        &[&watch.o.key, &watch.c.renter],
    );
    (1 << level, root, origin)
}

#[test]
fn what_a_bond_covers_fits_a_transaction() {
    let (mut w, mut watch, by) = scene();
    let (size, root, origin) = large(&mut w, &mut watch, 128);
    keep(&mut w, &watch, &by);
    let check = signed(checkpoint_text(&origin, size, &FORGED).as_bytes());
    let sent = by_kept_root(&mut w, (&watch, &by), check, (size, root, vec![])).unwrap();
    assert!(sent.size <= 1_232, "{} bytes", sent.size);
    assert_eq!(w.bond(&watch.o).amount, BOND / 2);
}

#[test]
fn two_signatures_fit_a_transaction_under_a_name_of_105_bytes() {
    let (mut w, mut watch, by) = scene();
    let (_, _, origin) = large(&mut w, &mut watch, 105);
    let (size, other) = (u64::MAX, [8; 32]);
    let evidence_hash = lie(&watch.c, size, &FORGED, &other);
    let accounts = watch.report_equivocation(by.key.pubkey(), by.purse, &evidence_hash);
    let args = ReportEquivocationArgs {
        size,
        evidence_hash,
        relative_index: -1,
        evidence: Evidence::SignedTwice { relative_index: -2 },
    };
    let report = accounts.call(instruction::ReportEquivocation { args });
    let [first, second] =
        [other, FORGED].map(|root| signed(checkpoint_text(&origin, size, &root).as_bytes()));
    w.payer = by.key.insecure_clone();
    w.go(&[first, second, report], &[]);
    assert_eq!(w.bond(&watch.o).amount, BOND / 2);
}
