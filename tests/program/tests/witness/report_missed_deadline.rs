use althing::audit::EntryKind;
use althing::bond::entries::BondSlashed;
use althing_program_tests::prelude::*;

fn report(w: &mut World, watch: &Watch, reward: Pubkey) -> Result<Sent, Refusal> {
    let reporter = &watch.c.members[3].key;
    let report = watch
        .report_missed_deadline(reporter.pubkey(), reward)
        .call(instruction::ReportMissedDeadline {});
    w.send(&[report], &[reporter])
}

/// The slot of the log's last append, which is later than the opening of its bond.
fn appended(w: &World, watch: &Watch) -> u64 {
    let slot = w.audit_log(&watch.o.audit_log).slot;
    assert!(slot >= w.bond(&watch.o).last_checkpoint_slot);
    slot
}

/// One slot too late.
fn overdue() -> (World, Watch, Pubkey) {
    let (mut w, watch) = watched();
    let reward = watch.purse(&mut w, "reporter");
    let due = appended(&w, &watch) + INTERVAL;
    w.set_clock(w.now(), due + 1);
    (w, watch, reward)
}

#[test]
fn test_report_missed_deadline_ok() {
    let (mut w, watch, reward) = overdue();
    let log = w.log(&watch.c);
    let before = w.balance(&watch.c.treasury);
    let sent = report(&mut w, &watch, reward).unwrap();
    // A hundredth of 1,000, and a fifth of that.
    assert_eq!(w.balance(&reward), 2);
    assert_eq!(w.balance(&watch.c.treasury) - before, 8);
    assert_eq!(w.balance(&watch.o.vault), BOND - 10);
    let bond = w.bond(&watch.o);
    assert_eq!((bond.amount, bond.slashed), (BOND - 10, 10));
    assert_eq!(
        (bond.last_checkpoint_slot, bond.checkpoint_size),
        (w.slot(), 5)
    );
    let mut evidence = [0; 32];
    evidence[..8].copy_from_slice(&(w.slot() - 1).to_le_bytes());
    let payload = BondSlashed {
        bond: watch.o.bond,
        audit_log: watch.o.audit_log,
        reason: 2,
        evidence,
        from_amount: 10,
        from_unbonding: 0,
        reporter: key("reporter").pubkey(),
        reporter_share: 2,
    };
    let what = (EntryKind::BondSlashed, watch.c.members[3].address());
    w.assert_recorded(log, &sent, what, &payload);
}

#[test]
fn the_deadline_is_kept_to_the_slot() {
    let (mut w, watch, reward) = overdue();
    let late = w.slot();
    for (slot, missed) in [(late - 2, false), (late - 1, false), (late, true)] {
        let mut w = w.clone();
        w.set_clock(w.now(), slot);
        let result = report(&mut w, &watch, reward);
        if missed {
            result.unwrap();
        } else {
            assert_refused(result, AlthingError::DeadlineNotMissed);
        }
    }
    report(&mut w, &watch, reward).unwrap();
}

#[test]
fn each_interval_is_reported_once() {
    let (mut w, watch, reward) = overdue();
    report(&mut w, &watch, reward).unwrap();
    let refusal = AlthingError::DeadlineNotMissed;
    assert_refused(report(&mut w, &watch, reward), refusal);
    let reported = w.slot();
    w.set_clock(w.now(), reported + INTERVAL);
    assert_refused(report(&mut w, &watch, reward), refusal);
    w.set_clock(w.now(), reported + INTERVAL + 1);
    report(&mut w, &watch, reward).unwrap();
    // A hundredth of 990, rounded up; a fifth of 10, rounded down.
    assert_eq!(w.bond(&watch.o).amount, BOND - 20);
    assert_eq!(w.balance(&reward), 4);
}

#[test]
fn an_operator_who_has_appended_is_not_overdue() {
    let (mut w, mut watch, reward) = overdue();
    watch.grow(&mut w, 1);
    let refusal = AlthingError::DeadlineNotMissed;
    assert_refused(report(&mut w, &watch, reward), refusal);
    let appended = w.slot();
    w.set_clock(w.now(), appended + INTERVAL);
    assert_refused(report(&mut w, &watch, reward), refusal);
    w.set_clock(w.now(), appended + INTERVAL + 1);
    report(&mut w, &watch, reward).unwrap();
    assert_eq!(w.bond(&watch.o).checkpoint_size, 6);
}

#[test]
fn an_operator_who_has_signed_that_there_is_nothing_new_is_not_overdue() {
    let (mut w, watch, reward) = overdue();
    let note = watch.c.note_checkpoint(&watch.o, watch.o.address());
    w.go(
        &[note.call(instruction::NoteCheckpoint {})],
        &[&watch.o.key],
    );
    let result = report(&mut w, &watch, reward);
    assert_refused(result, AlthingError::DeadlineNotMissed);
}

#[test]
fn who_has_left_owes_nothing_and_who_is_leaving_does() {
    let (mut w, watch, reward) = overdue();
    w.unbond(&watch.c, &watch.o, BOND).unwrap();
    report(&mut w.clone(), &watch, reward).unwrap();
    w.set_clock(w.bond(&watch.o).available_at, w.slot());
    let result = report(&mut w, &watch, reward);
    assert_refused(result, AlthingError::BondReleased);
}

#[test]
fn a_bond_of_one_unit_is_taken_whole() {
    let (mut w, watch, reward) = overdue();
    w.edit::<althing::LogBond>(&watch.o.bond, |bond| bond.amount = 1);
    report(&mut w, &watch, reward).unwrap();
    assert_eq!((w.bond(&watch.o).amount, w.balance(&reward)), (0, 0));
}

#[test]
fn an_empty_bond_has_nothing_to_give() {
    let (mut w, watch, reward) = overdue();
    w.edit::<althing::LogBond>(&watch.o.bond, |bond| bond.amount = 0);
    let result = report(&mut w, &watch, reward);
    assert_refused(result, AlthingError::BondReleased);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, watch, reward) = overdue();
    let reporter = &watch.c.members[3].key;
    let report = watch
        .report_missed_deadline(reporter.pubkey(), reward)
        .call(instruction::ReportMissedDeadline {});
    w.sweep(report, &[reporter]).run();
}

#[test]
fn test_report_missed_deadline_refuses_others() {
    let (mut w, watch, reward) = overdue();
    let neighbour = w.bonded_operator(&watch.c, "neighbour");
    let other = Community::with_members(&mut w, "Other", TOKEN);
    let reporter = &watch.c.members[3].key;
    let foreign = w.tokens("foreign", &other.mint, &reporter.pubkey(), 0);
    let right = || watch.report_missed_deadline(reporter.pubkey(), reward);
    let mut refused = |accounts: accounts::ReportMissedDeadline, error| {
        let report = accounts.call(instruction::ReportMissedDeadline {});
        assert_refused(w.send(&[report], &[reporter]), error);
    };
    type Accounts = accounts::ReportMissedDeadline;
    let cases: [(Accounts, AlthingError); 9] = [
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
                treasury: reward,
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
        (
            Accounts {
                log: watch.o.audit_log,
                ..right()
            },
            AlthingError::WrongLog,
        ),
    ];
    for (accounts, error) in cases {
        refused(accounts, error);
    }
}

#[test]
fn who_returns_owes_nothing_for_the_pause() {
    let (mut w, watch) = watched();
    let reward = watch.purse(&mut w, "reporter");
    let (c, o) = (&watch.c, &watch.o);
    w.unbond(c, o, BOND).unwrap();
    w.wait(200);
    w.set_clock(w.now(), w.slot() + 2 * INTERVAL);
    let add = c.add_bond(o).call(instruction::AddBond { amount: 1_000 });
    w.go(&[add], &[&o.key]);
    let back = w.slot();
    w.set_clock(w.now(), back + INTERVAL);
    let result = report(&mut w, &watch, reward);
    assert_refused(result, AlthingError::DeadlineNotMissed);
    w.set_clock(w.now(), back + INTERVAL + 1);
    report(&mut w, &watch, reward).unwrap();
}
