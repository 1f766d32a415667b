mod again;
mod kept;
mod relations;

use althing::audit::EntryKind;
use althing::bond::entries::BondSlashed;
use althing::witness::note::Claim;
use althing::witness::{Equivocation, Evidence, ReportEquivocationArgs};
use althing_program_tests::prelude::*;

const FORGED: [u8; 32] = [9; 32];

/// A checkpoint of the operator's log, as the operator's key signs it.
fn text(size: u64, root: &[u8; 32]) -> Vec<u8> {
    checkpoint_text(&bond_args().origin, size, root).into_bytes()
}

/// A reporter and a token account of theirs.
struct Reporter {
    key: Keypair,
    purse: Pubkey,
}

fn scene() -> (World, Watch, Reporter) {
    let (mut w, watch) = watched();
    let key = w.wallet("reporter");
    let purse = watch.purse(&mut w, "reporter");
    (w, watch, Reporter { key, purse })
}

/// Reports with these signatures before it, the last of which is over the operator's checkpoint.
fn report(
    w: &mut World,
    (watch, by): (&Watch, &Reporter),
    checks: &[Instruction],
    (size, evidence): (u64, Evidence),
) -> Result<Sent, Refusal> {
    let given = pda::checkpoint(&watch.log, size);
    let evidence_hash = shown(watch, checks, size, &evidence);
    let accounts = accounts::ReportEquivocation {
        checkpoint: matches!(evidence, Evidence::Checkpoint).then_some(given),
        ..watch.report_equivocation(by.key.pubkey(), by.purse, &evidence_hash)
    };
    let args = ReportEquivocationArgs {
        size,
        evidence_hash,
        relative_index: -1,
        evidence,
    };
    let report = accounts.call(instruction::ReportEquivocation { args });
    w.send(&[checks, &[report]].concat(), &[&by.key])
}

/// What the address of the lie that is shown is made of; of some other where none is.
fn shown(watch: &Watch, checks: &[Instruction], size: u64, evidence: &Evidence) -> [u8; 32] {
    let origin = bond_args().origin;
    let root = |back: i16| {
        let at = checks.len().checked_add_signed(back.into());
        // Behind header, key and signature.
        let text = checks.get(at?)?.data.get(112..)?;
        Claim::read(text, origin.as_bytes()).map(|claim| claim.root)
    };
    let other = match evidence {
        Evidence::SignedTwice { relative_index } => root(*relative_index),
        Evidence::Checkpoint => watch.leaves.get(..size as usize).map(merkle::root),
        Evidence::History { root, .. } => Some(*root),
    };
    let signed = root(-1).unwrap_or_default();
    lie(&watch.c, size, &signed, &other.unwrap_or_default())
}

/// That the log has this root now.
fn history(watch: &Watch, size: usize) -> Evidence {
    Evidence::History {
        root: merkle::root(&watch.leaves[..size]),
        proof: merkle::consistency_proof(&watch.leaves, size),
    }
}

fn signed(text: &[u8]) -> Instruction {
    checkpoint_key().precompile(text)
}

#[test]
fn test_report_equivocation_ok() {
    let (mut w, watch, by) = scene();
    let (log, before) = (w.log(&watch.c), w.balance(&watch.c.treasury));
    let checks = [signed(&text(5, &FORGED))];
    let sent = report(&mut w, (&watch, &by), &checks, (5, history(&watch, 5))).unwrap();

    // Half of 1,000, and a fifth of that.
    assert_eq!(w.balance(&by.purse), 100);
    assert_eq!(w.balance(&watch.c.treasury) - before, 400);
    let bond = w.bond(&watch.o);
    assert_eq!((bond.amount, bond.slashed), (500, 500));
    let address = pda::equivocation(&watch.o.audit_log, &watch.lie(&FORGED));
    let kept: Equivocation = w.zero_copy(&address);
    assert_eq!((kept.version, kept.ground), (1, Equivocation::HISTORY));
    assert_eq!(
        [
            kept.dao,
            kept.audit_log,
            kept.bond,
            kept.reporter,
            kept.payer
        ],
        [
            watch.c.dao,
            watch.o.audit_log,
            watch.o.bond,
            by.key.pubkey(),
            by.key.pubkey()
        ]
    );
    assert_eq!((kept.size, kept.taken, kept.slot), (5, 500, w.slot()));
    assert_eq!(
        (kept.signing_key, kept.signed_root, kept.other_root),
        (bond_args().signing_key, FORGED, merkle::root(&watch.leaves))
    );
    let payload = BondSlashed {
        bond: watch.o.bond,
        audit_log: watch.o.audit_log,
        reason: 1,
        evidence: address.to_bytes(),
        from_amount: 500,
        from_unbonding: 0,
        reporter: by.key.pubkey(),
        reporter_share: 100,
    };
    let what = (EntryKind::BondSlashed, by.key.pubkey());
    w.assert_recorded(log, &sent, what, &payload);
}

#[test]
fn any_size_of_the_past_is_held_against_the_logs_history() {
    let (mut w, mut watch, by) = scene();
    watch.grow(&mut w, 8);
    for size in [1, 3, 4, 8, 12, 13] {
        let mut w = w.clone();
        let checks = [signed(&text(size, &FORGED))];
        let evidence = history(&watch, size as usize);
        report(&mut w, (&watch, &by), &checks, (size, evidence)).unwrap();
    }
}

#[test]
fn two_signed_roots_of_one_size_are_enough() {
    let (mut w, watch, by) = scene();
    // Also of a size that the log does not have yet.
    let checks = [signed(&text(900, &[8; 32])), signed(&text(900, &FORGED))];
    let evidence = Evidence::SignedTwice { relative_index: -2 };
    report(&mut w, (&watch, &by), &checks, (900, evidence)).unwrap();
    let lie = lie(&watch.c, 900, &FORGED, &[8; 32]);
    let kept: Equivocation = w.zero_copy(&pda::equivocation(&watch.o.audit_log, &lie));
    assert_eq!(kept.ground, Equivocation::SIGNED_TWICE);
    assert_eq!((kept.signed_root, kept.other_root), (FORGED, [8; 32]));
}

#[test]
fn a_checkpoint_of_the_chains_is_evidence() {
    let (mut w, mut watch, by) = scene();
    watch.open(&mut w);
    watch.grow(&mut w, 3);
    let checks = [signed(&text(5, &FORGED))];
    report(&mut w, (&watch, &by), &checks, (5, Evidence::Checkpoint)).unwrap();
    let lie = lie(&watch.c, 5, &FORGED, &merkle::root(&watch.leaves[..5]));
    let kept: Equivocation = w.zero_copy(&pda::equivocation(&watch.o.audit_log, &lie));
    assert_eq!(kept.ground, Equivocation::CHECKPOINT);
    assert_eq!(kept.other_root, merkle::root(&watch.leaves[..5]));
}

#[test]
fn what_stands_behind_the_root_hides_nothing() {
    let (w, watch, by) = scene();
    for behind in ["for friends\n", "\n", "no end"] {
        let extended = [text(5, &FORGED), behind.as_bytes().to_vec()].concat();
        let checks = [signed(&extended)];
        let evidence = (5, history(&watch, 5));
        report(&mut w.clone(), (&watch, &by), &checks, evidence).unwrap();
    }
}

#[test]
fn an_honest_operator_loses_nothing() {
    let (mut w, mut watch, by) = scene();
    let root = merkle::root(&watch.leaves);
    watch.open(&mut w);
    let twice = Evidence::SignedTwice { relative_index: -2 };
    for evidence in [history(&watch, 5), Evidence::Checkpoint, twice] {
        let checks = [signed(&text(5, &root)), signed(&text(5, &root))];
        let result = report(&mut w, (&watch, &by), &checks, (5, evidence));
        assert_refused(result, AlthingError::RootsAreEqual);
    }
    // Nor for what was true once.
    watch.grow(&mut w, 4);
    let checks = [signed(&text(5, &root))];
    let result = report(&mut w, (&watch, &by), &checks, (5, history(&watch, 5)));
    assert_refused(result, AlthingError::RootsAreEqual);
    assert_eq!(w.bond(&watch.o).amount, BOND);
}

#[test]
fn a_history_that_is_not_the_logs_proves_nothing() {
    let (mut w, mut watch, by) = scene();
    watch.grow(&mut w, 4);
    let checks = [signed(&text(5, &merkle::root(&watch.leaves[..5])))];
    let real = |size| merkle::consistency_proof(&watch.leaves, size);
    let mut bent = real(5);
    bent[0][0] ^= 1;
    for (root, proof) in [
        (FORGED, real(5)),
        (FORGED, vec![]),
        (merkle::root(&watch.leaves[..5]), bent),
        (merkle::root(&watch.leaves[..4]), real(4)),
        (merkle::root(&watch.leaves), vec![]),
    ] {
        let evidence = Evidence::History { root, proof };
        let result = report(&mut w, (&watch, &by), &checks, (5, evidence));
        assert_refused(result, AlthingError::NotTheLogsHistory);
    }
    // A size that the log does not have yet.
    let checks = [signed(&text(10, &FORGED))];
    let (root, proof) = ([8; 32], vec![]);
    let evidence = Evidence::History { root, proof };
    let result = report(&mut w, (&watch, &by), &checks, (10, evidence));
    assert_refused(result, AlthingError::NotTheLogsHistory);
}

#[test]
fn a_proof_has_at_most_41_hashes() {
    let (mut w, watch, by) = scene();
    // Such an instruction comes by way of an action only: none fits a transaction.
    let action = accounts::ReportEquivocation {
        payer: watch.c.authority,
        ..watch.report_equivocation(watch.c.authority, by.purse, &watch.lie(&FORGED))
    };
    let evidence = Evidence::History {
        root: FORGED,
        proof: vec![[0; 32]; 42],
    };
    let report = action.call(watch.evidence(evidence, &watch.lie(&FORGED)));
    let motion = w.executable(&watch.c, &[report]);
    let execute = watch
        .c
        .execute_proposal(motion.proposal, 0)
        .call_with(instruction::ExecuteProposal {}, &motion.execution_metas(0));
    let check = signed(&text(5, &FORGED));
    assert_refused(w.send(&[check, execute], &[]), AlthingError::ProofTooLong);
}

#[test]
fn what_was_signed_is_a_checkpoint_of_this_log_and_size() {
    let (mut w, watch, by) = scene();
    let mut refused = |checks: &[Instruction], evidence: Evidence, error| {
        let result = report(&mut w, (&watch, &by), checks, (5, evidence));
        assert_refused(result, error);
    };
    let other = checkpoint_text("example.org/other", 5, &FORGED).into_bytes();
    let cosigned = cosigned(1, &String::from_utf8(text(5, &FORGED)).unwrap());
    for message in [other, cosigned, vec![], text(5, &FORGED)[1..].to_vec()] {
        let error = AlthingError::NotACheckpoint;
        refused(&[signed(&message)], history(&watch, 5), error);
        let twice = Evidence::SignedTwice { relative_index: -2 };
        refused(&[signed(&message), signed(&text(5, &FORGED))], twice, error);
    }
    let error = AlthingError::EvidenceOfAnotherSize;
    refused(&[signed(&text(4, &FORGED))], history(&watch, 5), error);
    let twice = Evidence::SignedTwice { relative_index: -2 };
    let checks = [signed(&text(4, &[8; 32])), signed(&text(5, &FORGED))];
    refused(&checks, twice, error);
}

#[test]
fn only_the_bonds_key_is_evidence() {
    let (mut w, watch, by) = scene();
    let twice = || Evidence::SignedTwice { relative_index: -2 };
    for other in [witness(0), Signatory::wallet(&watch.o.key)] {
        let forged = other.precompile(&text(5, &FORGED));
        let error = AlthingError::CheckpointOfAnotherKey;
        let checks = [forged.clone()];
        let result = report(&mut w, (&watch, &by), &checks, (5, history(&watch, 5)));
        assert_refused(result, error);
        let checks = [forged, signed(&text(5, &[8; 32]))];
        let result = report(&mut w, (&watch, &by), &checks, (5, twice()));
        assert_refused(result, error);
    }
    // One signature twice is not two.
    let once = Evidence::SignedTwice { relative_index: -1 };
    let checks = [signed(&text(5, &FORGED))];
    let result = report(&mut w, (&watch, &by), &checks, (5, once));
    assert_refused(result, AlthingError::RootsAreEqual);
    let missing = Evidence::SignedTwice { relative_index: -3 };
    let result = report(&mut w, (&watch, &by), &checks, (5, missing));
    assert_refused(result, AlthingError::PrecompileMissing);
}

#[test]
fn what_is_on_its_way_out_is_liable_too() {
    let (mut w, watch, by) = scene();
    w.unbond(&watch.c, &watch.o, 400).unwrap();
    let checks = [signed(&text(5, &FORGED))];
    report(&mut w, (&watch, &by), &checks, (5, history(&watch, 5))).unwrap();
    let bond = w.bond(&watch.o);
    assert_eq!((bond.amount, bond.unbonding), (300, 200));
}

#[test]
fn an_odd_bond_is_rounded_up_and_the_reporters_share_down() {
    for (amount, taken, share) in [(1, 1, 0), (3, 2, 0), (9, 5, 1), (999, 500, 100)] {
        let (mut w, watch, by) = scene();
        w.edit::<althing::LogBond>(&watch.o.bond, |bond| bond.amount = amount);
        let checks = [signed(&text(5, &FORGED))];
        report(&mut w, (&watch, &by), &checks, (5, history(&watch, 5))).unwrap();
        let bond = w.bond(&watch.o);
        assert_eq!((bond.amount, bond.slashed), (amount - taken, taken));
        assert_eq!(w.balance(&by.purse), share);
    }
}

#[test]
fn an_empty_bond_has_nothing_to_give() {
    let (mut w, watch, by) = scene();
    w.edit::<althing::LogBond>(&watch.o.bond, |bond| bond.amount = 0);
    let checks = [signed(&text(5, &FORGED))];
    let result = report(&mut w, (&watch, &by), &checks, (5, history(&watch, 5)));
    assert_refused(result, AlthingError::BondIsEmpty);
    // Nor is it spent: a bond that is filled again answers.
    let address = pda::equivocation(&watch.o.audit_log, &watch.lie(&FORGED));
    assert!(!w.exists(&address));
}
