//! One lie, reported more than once.

use althing::witness::{Equivocation, Evidence, ReportEquivocationArgs};
use althing_program_tests::prelude::*;

use super::{history, report, scene, shown, signed, text, FORGED};

/// Another forged root.
const OTHER: [u8; 32] = [8; 32];

fn twice() -> Evidence {
    Evidence::SignedTwice { relative_index: -2 }
}

fn bonded(w: &World, watch: &Watch) -> u64 {
    w.bond(&watch.o).amount
}

fn add(w: &mut World, watch: &Watch, amount: u64) {
    let add = watch.c.add_bond(&watch.o);
    w.go(
        &[add.call(instruction::AddBond { amount })],
        &[&watch.o.key],
    );
}

#[test]
fn a_lie_is_punished_once_and_another_is_another() {
    let (mut w, mut watch, by) = scene();
    let checks = [signed(&text(5, &FORGED))];
    report(&mut w, (&watch, &by), &checks, (5, history(&watch, 5))).unwrap();
    let again = report(&mut w, (&watch, &by), &checks, (5, history(&watch, 5)));
    assert_refused(again, AlthingError::EquivocationPunished);
    // With other evidence for the same two roots neither.
    let honest = merkle::root(&watch.leaves);
    for signatures in [[FORGED, honest], [honest, FORGED]] {
        let checks = signatures.map(|root| signed(&text(5, &root)));
        let again = report(&mut w, (&watch, &by), &checks, (5, twice()));
        assert_refused(again, AlthingError::EquivocationPunished);
    }
    // Another root of this size is another lie, and so is this one at another size.
    let checks = [signed(&text(5, &OTHER))];
    report(&mut w, (&watch, &by), &checks, (5, history(&watch, 5))).unwrap();
    assert_eq!(bonded(&w, &watch), 250);
    watch.grow(&mut w, 1);
    let checks = [signed(&text(6, &FORGED))];
    report(&mut w, (&watch, &by), &checks, (6, history(&watch, 6))).unwrap();
    assert_eq!((bonded(&w, &watch), w.balance(&by.purse)), (125, 175));
}

#[test]
fn a_size_cannot_be_burnt_while_the_bond_is_dust() {
    let (mut w, mut watch, by) = scene();
    w.edit::<althing::LogBond>(&watch.o.bond, |bond| bond.amount = 2);
    let checks = [signed(&text(6, &[7; 32])), signed(&text(6, &OTHER))];
    report(&mut w, (&watch, &by), &checks, (6, twice())).unwrap();
    add(&mut w, &watch, 999);
    watch.grow(&mut w, 1);
    let checks = [signed(&text(6, &FORGED))];
    report(&mut w, (&watch, &by), &checks, (6, history(&watch, 6))).unwrap();
    assert_eq!(bonded(&w, &watch), 500);
}

#[test]
fn nor_can_a_lie_that_is_told_later() {
    let (mut w, watch, by) = scene();
    // The operator reports itself, with the very root that it is going to show, while two units are bonded.
    w.edit::<althing::LogBond>(&watch.o.bond, |bond| bond.amount = 2);
    let checks = [signed(&text(5, &FORGED))];
    report(&mut w, (&watch, &by), &checks, (5, history(&watch, 5))).unwrap();
    let address = pda::equivocation(&watch.o.audit_log, &watch.lie(&FORGED));
    let first: Equivocation = w.zero_copy(&address);
    assert_eq!((first.taken, bonded(&w, &watch)), (1, 1));
    // Somebody else reports it when more is bonded: all in all it costs half of the most.
    add(&mut w, &watch, 999);
    w.next_slot();
    let somebody = super::Reporter {
        key: w.wallet("somebody"),
        purse: watch.purse(&mut w, "somebody"),
    };
    let evidence = (5, history(&watch, 5));
    report(&mut w, (&watch, &somebody), &checks, evidence).unwrap();
    let kept: Equivocation = w.zero_copy(&address);
    assert_eq!((kept.taken, bonded(&w, &watch)), (500, 501));
    assert_eq!(w.balance(&somebody.purse), 99);
    assert_eq!(
        (kept.reporter, kept.payer, kept.slot),
        (somebody.key.pubkey(), by.key.pubkey(), w.slot())
    );
    // To the unit: with twice as much as was taken nothing is left to take, with one more there is.
    add(&mut w, &watch, 499);
    let again = report(&mut w, (&watch, &by), &checks, (5, history(&watch, 5)));
    assert_refused(again, AlthingError::EquivocationPunished);
    add(&mut w, &watch, 1);
    report(&mut w, (&watch, &by), &checks, (5, history(&watch, 5))).unwrap();
    let kept: Equivocation = w.zero_copy(&address);
    assert_eq!((kept.taken, bonded(&w, &watch)), (501, 1_000));
}

/// The operator takes everything back and closes the bond.
fn leave(w: &mut World, c: &Community, o: &Operator) {
    let left = w.bond(o).amount;
    w.unbond(c, o, left).unwrap();
    w.set_clock(w.bond(o).available_at, w.slot() + 1);
    w.withdraw_bond(c, o).unwrap();
    w.go(&[c.close_bond(o).call(instruction::CloseBond {})], &[]);
}

/// The operator bonds the log towards an organisation.
fn bond(w: &mut World, c: &Community, o: &Operator, args: althing::OpenBondArgs) {
    let open = c.open_bond(o).call(instruction::OpenBond { args });
    w.go(&[open], &[&o.key, &c.renter]);
}

#[test]
fn an_organisation_of_ones_own_buys_no_freedom_in_another() {
    let (mut w, watch, by) = scene();
    leave(&mut w, &watch.c, &watch.o);
    // The operator's own organisation, whose token costs nothing: a large bond, punished by a report of one's own.
    let own = Community::with_members(&mut w, "Own", TOKEN);
    let tokens = w.tokens("own", &own.mint, &watch.o.address(), 1 << 60);
    let there = Watch {
        o: Operator {
            tokens,
            ..watch.o.clone()
        },
        c: own,
        ..watch.clone()
    };
    let args = althing::OpenBondArgs {
        amount: 1 << 60,
        ..bond_args()
    };
    bond(&mut w, &there.c, &there.o, args);
    let checks = [signed(&text(5, &FORGED))];
    let purse = there.purse(&mut w, "accomplice");
    let accomplice = super::Reporter {
        key: w.wallet("accomplice"),
        purse,
    };
    let evidence = (5, history(&watch, 5));
    report(&mut w, (&there, &accomplice), &checks, evidence).unwrap();
    leave(&mut w, &there.c, &there.o);

    bond(&mut w, &watch.c, &watch.o, bond_args());
    report(&mut w, (&watch, &by), &checks, (5, history(&watch, 5))).unwrap();
    assert_eq!(bonded(&w, &watch), BOND / 2);
}

#[test]
fn the_rent_is_paid_once() {
    let (mut w, watch, by) = scene();
    let checks = [signed(&text(5, &FORGED))];
    report(&mut w, (&watch, &by), &checks, (5, history(&watch, 5))).unwrap();
    add(&mut w, &watch, 1_000);
    let before = w.lamports(&by.key.pubkey());
    report(&mut w, (&watch, &by), &checks, (5, history(&watch, 5))).unwrap();
    assert_eq!(w.lamports(&by.key.pubkey()), before);
}

#[test]
fn a_new_bond_does_not_answer_for_what_was_punished_unless_more_is_bonded() {
    let (mut w, watch, by) = scene();
    let checks = [signed(&text(5, &FORGED))];
    report(&mut w, (&watch, &by), &checks, (5, history(&watch, 5))).unwrap();
    let (c, o) = (&watch.c, &watch.o);
    leave(&mut w, c, o);
    let reopen = |w: &mut World, signing_key: [u8; 32]| {
        let args = althing::OpenBondArgs {
            signing_key,
            ..bond_args()
        };
        bond(w, c, o, args);
    };
    let mut same = w.clone();
    reopen(&mut same, bond_args().signing_key);
    let again = report(&mut same, (&watch, &by), &checks, (5, history(&watch, 5)));
    assert_refused(again, AlthingError::EquivocationPunished);
    add(&mut same, &watch, 2);
    report(&mut same, (&watch, &by), &checks, (5, history(&watch, 5))).unwrap();
    assert_eq!(bonded(&same, &watch), BOND + 2 - 1);

    // With another key nothing of the old one counts, and the same lie is a new one.
    let other = Signatory::ed25519("another signer of checkpoints");
    reopen(&mut w, other.public_key().try_into().unwrap());
    let result = report(&mut w, (&watch, &by), &checks, (5, history(&watch, 5)));
    assert_refused(result, AlthingError::CheckpointOfAnotherKey);
    let lie = lie_of(&other, &c.dao, 5, [&FORGED, &merkle::root(&watch.leaves)]);
    let accounts = watch.report_equivocation(by.key.pubkey(), by.purse, &lie);
    let report = accounts.call(watch.evidence(history(&watch, 5), &lie));
    w.go(&[other.precompile(&text(5, &FORGED)), report], &[&by.key]);
    assert_eq!(bonded(&w, &watch), BOND / 2);
}

#[test]
fn the_address_is_that_of_what_is_shown() {
    let (mut w, watch, by) = scene();
    let checks = [signed(&text(5, &FORGED))];
    let evidence = history(&watch, 5);
    let right = shown(&watch, &checks, 5, &evidence);
    assert_eq!(right, watch.lie(&FORGED));
    let honest = merkle::root(&watch.leaves);
    for wrong in [
        lie(&watch.c, 5, &FORGED, &OTHER),
        lie(&watch.c, 6, &FORGED, &honest),
        lie_of(&witness(0), &watch.c.dao, 5, [&FORGED, &honest]),
        lie_of(&checkpoint_key(), &watch.o.bond, 5, [&FORGED, &honest]),
        [0; 32],
    ] {
        // An account of its own would let the same lie be punished twice.
        let accounts = watch.report_equivocation(by.key.pubkey(), by.purse, &wrong);
        let args = ReportEquivocationArgs {
            size: 5,
            evidence_hash: wrong,
            relative_index: -1,
            evidence: evidence.clone(),
        };
        let report = accounts.call(instruction::ReportEquivocation { args });
        let result = w.send(&[checks[0].clone(), report], &[&by.key]);
        assert_refused(result, AlthingError::EvidenceHashMismatch);
        let accounts = watch.report_equivocation(by.key.pubkey(), by.purse, &wrong);
        let report = accounts.call(watch.evidence(evidence.clone(), &right));
        let result = w.send(&[checks[0].clone(), report], &[&by.key]);
        assert_refused(result, AnchorError::ConstraintSeeds);
    }
}
