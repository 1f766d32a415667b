use althing::audit::entry::EntryKind;
use althing::audit::events::EntryAppended;
use althing::bond::entries::BondSlashed;
use althing::Config;
use althing_program_tests::prelude::*;
use anchor_lang::prelude::AnchorSerialize;

use super::*;

/// [`asked`], at the second in which an answer comes too late.
fn overdue() -> (World, Court, Asker) {
    let (mut w, k, asker) = asked();
    w.warp_to(w.question(&k, &asker, AT).answer_by);
    (w, k, asker)
}

#[test]
fn test_report_unanswered_ok() {
    let (mut w, k, asker) = overdue();
    let log = w.log(&k.c);
    let sent = w.go(&[k.report(&asker, AT)], &[]);
    let question = w.question(&k, &asker, AT);
    assert_eq!(question.state, Question::UNANSWERED);
    // A tenth of the bond: a quarter of it to the questioner, with the deposit, the rest to the treasury.
    assert_eq!(bond(&w, &k), (900, 0, 0));
    assert_eq!(gained(&w, &k, &asker), (75, 25));
    assert_eq!(w.balance(&question.vault), 0);
    assert_eq!((w.bond(&k.o).slashed, w.balance(&k.o.vault)), (100, 900));
    // It does not count against the cap of votes.
    assert_eq!(w.bond(&k.o).slashed_in_epoch, 0);

    let entries = sent.events::<EntryAppended>();
    let slashed = BondSlashed {
        bond: k.o.bond,
        audit_log: k.o.audit_log,
        reason: 3,
        evidence: k.question(&asker, AT).to_bytes(),
        from_amount: 100,
        from_unbonding: 0,
        reporter: asker.address(),
        reporter_share: 25,
    };
    let mut bytes = vec![];
    slashed.serialize(&mut bytes).unwrap();
    assert_eq!(
        (entries.len(), entries[0].kind, &entries[0].payload),
        (2, EntryKind::BondSlashed as u16, &bytes)
    );
    assert_eq!(entries[0].actor, asker.address());
    w.assert_recorded(
        log,
        &sent,
        (EntryKind::QuestionSettled, asker.address()),
        &settled(&question, &k, &asker),
    );
}

#[test]
fn the_deadline_is_kept_to_the_second() {
    let (w, k, asker) = asked();
    let by = w.question(&k, &asker, AT).answer_by;
    for (at, late) in [(by - 1, false), (by, true), (by + 1, true)] {
        let mut w = w.clone();
        w.warp_to(at);
        let result = w.send(&[k.report(&asker, AT)], &[]);
        if late {
            result.unwrap();
        } else {
            assert_refused(result, AlthingError::AnswerNotOverdue);
        }
    }
}

#[test]
fn an_answer_in_time_is_no_silence_and_silence_is_punished_once() {
    let (mut w, k, asker) = answered();
    w.wait(1_000);
    assert_refused(
        w.send(&[k.report(&asker, AT)], &[]),
        AlthingError::WrongQuestionState,
    );
    let (mut w, k, asker) = overdue();
    w.go(&[k.report(&asker, AT)], &[]);
    w.next_slot();
    assert_refused(
        w.send(&[k.report(&asker, AT)], &[]),
        AlthingError::WrongQuestionState,
    );
    assert_eq!(bond(&w, &k), (900, 0, 0));
}

#[test]
fn the_penalty_is_that_of_the_bond_as_it_was_and_what_leaves_pays_its_part() {
    let (mut w, k, asker) = asked();
    w.unbond(&k.c, &k.o, 750).unwrap();
    let add = k.c.add_bond(&k.o);
    w.go(
        &[add.call(instruction::AddBond { amount: 1_000 })],
        &[&k.o.key],
    );
    w.warp_to(w.question(&k, &asker, AT).answer_by);
    w.go(&[k.report(&asker, AT)], &[]);
    // 100 of 1,250 and 750.
    let bond = w.bond(&k.o);
    assert_eq!((bond.amount, bond.unbonding), (1_187, 713));
}

#[test]
fn what_is_left_is_taken_where_it_is_less_and_the_deposit_returns_anyway() {
    let (mut w, k, asker) = asked();
    let second = w.asker(&k.c, "second");
    let third = w.asker(&k.c, "third");
    w.ask(&k, &second, AT).unwrap();
    w.ask(&k, &third, AT).unwrap();
    let config = Config {
        slash_cap_bps: 10_000,
        ..config()
    };
    let all_but_150 = k.c.slash_bond_by(&k.o, 8_500);
    w.pass(
        &k.c,
        &[
            k.c.update_config()
                .call(instruction::UpdateConfig { config }),
            all_but_150,
        ],
    );
    w.warp_to(w.question(&k, &third, AT).answer_by);
    let treasury = w.balance(&k.c.treasury);
    w.go(&[k.report(&asker, AT)], &[]);
    assert_eq!(
        (bond(&w, &k), w.balance(&asker.tokens)),
        ((50, 400, 2), SAVINGS + 25)
    );
    w.go(&[k.report(&second, AT)], &[]);
    assert_eq!(
        (bond(&w, &k), w.balance(&second.tokens)),
        ((0, 200, 1), SAVINGS + 12)
    );
    w.go(&[k.report(&third, AT)], &[]);
    assert_eq!(
        (bond(&w, &k), w.balance(&third.tokens)),
        ((0, 0, 0), SAVINGS)
    );
    assert_eq!(w.balance(&k.c.treasury) - treasury, 75 + 38);
    assert_eq!(w.question(&k, &third, AT).state, Question::UNANSWERED);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, k, asker) = overdue();
    w.sweep(k.report(&asker, AT), &[]).run();
}

#[test]
fn test_report_unanswered_refuses_accounts_of_others() {
    let (mut w, k, asker, near, far) = elsewhere_asked();
    w.warp_to(w.question(&far, &far.asker, AT).answer_by);
    for accounts in wrong_accounts(&mut w, &k, &asker, &near, &far) {
        let (accounts, error) = accounts;
        assert_refused(
            w.send(&[accounts.call(instruction::ReportUnanswered {})], &[]),
            error,
        );
    }
}

/// The accounts of `report_unanswered` and `finalize_appeal`, each replaced by others'.
pub fn wrong_accounts(
    w: &mut World,
    k: &Court,
    asker: &Asker,
    near: &Court,
    far: &Court,
) -> Vec<(accounts::SettleQuestion, AlthingError)> {
    let a = || k.settle_question(asker, AT);
    let thief = w.tokens("thief", &k.c.mint, &near.asker.address(), 0);
    let theirs = w.tokens("theirs", &far.c.mint, &asker.address(), 0);
    let treasury = w.tokens("another treasury", &far.c.mint, &k.c.authority, 0);
    vec![
        (
            accounts::SettleQuestion {
                dao: far.c.dao,
                log: far.c.log,
                ..a()
            },
            AlthingError::WrongDao,
        ),
        (
            accounts::SettleQuestion {
                log: far.c.log,
                ..a()
            },
            AlthingError::WrongLog,
        ),
        (
            accounts::SettleQuestion {
                bond: near.o.bond,
                bond_vault: near.o.vault,
                ..a()
            },
            AlthingError::WrongBond,
        ),
        (
            accounts::SettleQuestion {
                bond_vault: near.o.vault,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::SettleQuestion {
                vault: pda::vault(&near.question(&near.asker, AT)),
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::SettleQuestion {
                vault: k.o.vault,
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::SettleQuestion {
                mint: far.c.mint,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::SettleQuestion {
                mint: far.c.mint,
                to: theirs,
                treasury,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::SettleQuestion {
                to: far.asker.tokens,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::SettleQuestion { to: thief, ..a() },
            AlthingError::WrongTokenOwner,
        ),
        (
            accounts::SettleQuestion {
                treasury: far.c.treasury,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::SettleQuestion {
                treasury: asker.tokens,
                ..a()
            },
            AlthingError::WrongTokenOwner,
        ),
    ]
}
