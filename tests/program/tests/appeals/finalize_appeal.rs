use althing::audit::entry::EntryKind;
use althing::audit::events::EntryAppended;
use althing::bond::entries::BondSlashed;
use althing_program_tests::prelude::*;
use anchor_lang::prelude::AnchorSerialize;

use super::report_unanswered::wrong_accounts;
use super::*;

/// [`appealed`], voted on by these judges, at the second in which voting ends.
fn voted(votes: &[(usize, u8)]) -> (World, Court, Asker) {
    let (mut w, k, asker) = appealed();
    for (judge, choice) in votes {
        w.judge(&k, &asker, AT, *judge, *choice).unwrap();
    }
    w.warp_to(w.question(&k, &asker, AT).voting_ends_at);
    (w, k, asker)
}

#[test]
fn test_finalize_appeal_ok_upheld() {
    let (mut w, k, asker) = voted(&[(0, Question::YES), (1, Question::NO)]);
    let log = w.log(&k.c);
    let sent = w.go(&[k.finalize(&asker, AT)], &[]);
    let question = w.question(&k, &asker, AT);
    assert_eq!(question.state, Question::UPHELD);
    // A fifth of the bond: a quarter of it to the questioner, with the deposit, the rest to the treasury.
    assert_eq!(bond(&w, &k), (800, 0, 0));
    assert_eq!(gained(&w, &k, &asker), (150, 50));
    assert_eq!(w.balance(&question.vault), 0);

    let entries = sent.events::<EntryAppended>();
    let slashed = BondSlashed {
        bond: k.o.bond,
        audit_log: k.o.audit_log,
        reason: 4,
        evidence: k.question(&asker, AT).to_bytes(),
        from_amount: 200,
        from_unbonding: 0,
        reporter: asker.address(),
        reporter_share: 50,
    };
    let mut bytes = vec![];
    slashed.serialize(&mut bytes).unwrap();
    assert_eq!((entries.len(), &entries[0].payload), (2, &bytes));
    let payload = settled(&question, &k, &asker);
    assert_eq!(
        (payload.outcome, payload.yes, payload.no, payload.eligible),
        (6, 40, 30, 90)
    );
    w.assert_recorded(
        log,
        &sent,
        (EntryKind::QuestionSettled, asker.address()),
        &payload,
    );
}

#[test]
fn test_finalize_appeal_ok_rejected() {
    let (mut w, k, asker) = voted(&[(0, Question::NO), (1, Question::YES)]);
    let log = w.log(&k.c);
    let sent = w.go(&[k.finalize(&asker, AT)], &[]);
    let question = w.question(&k, &asker, AT);
    assert_eq!(question.state, Question::REJECTED);
    assert_eq!(bond(&w, &k), (1_000, 0, 0));
    assert_eq!(gained(&w, &k, &asker), (10, -10));
    assert_eq!(w.balance(&question.vault), 0);
    assert_eq!(sent.events::<EntryAppended>().len(), 1);
    w.assert_recorded(
        log,
        &sent,
        (EntryKind::QuestionSettled, asker.address()),
        &settled(&question, &k, &asker),
    );
}

#[test]
fn test_finalize_appeal_ok_undecided() {
    // 20 of 90 are below 30 %.
    let (mut w, k, asker) = voted(&[(2, Question::YES)]);
    let log = w.log(&k.c);
    let sent = w.go(&[k.finalize(&asker, AT)], &[]);
    let question = w.question(&k, &asker, AT);
    assert_eq!(question.state, Question::UNDECIDED);
    assert_eq!(bond(&w, &k), (1_000, 0, 0));
    assert_eq!(gained(&w, &k, &asker), (0, 0));
    w.assert_recorded(
        log,
        &sent,
        (EntryKind::QuestionSettled, asker.address()),
        &settled(&question, &k, &asker),
    );
}

#[test]
fn ties_silence_and_abstention_do_not_uphold() {
    let cases: [(&[(usize, u8)], u8); 4] = [
        (&[], Question::UNDECIDED),
        (&[(0, Question::ABSTAIN)], Question::REJECTED),
        (
            &[
                (0, Question::NO),
                (1, Question::YES),
                (2, Question::ABSTAIN),
            ],
            Question::REJECTED,
        ),
        (
            &[(0, Question::ABSTAIN), (2, Question::YES)],
            Question::UPHELD,
        ),
    ];
    for (votes, expected) in cases {
        let (mut w, k, asker) = voted(votes);
        w.go(&[k.finalize(&asker, AT)], &[]);
        assert_eq!(w.question(&k, &asker, AT).state, expected);
    }
}

#[test]
fn voting_ends_to_the_second() {
    let (w, k, asker) = appealed();
    let end = w.question(&k, &asker, AT).voting_ends_at;
    for (at, over) in [(end - 1, false), (end, true), (end + 1, true)] {
        let mut w = w.clone();
        w.warp_to(at);
        let result = w.send(&[k.finalize(&asker, AT)], &[]);
        if over {
            result.unwrap();
        } else {
            assert_refused(result, AlthingError::VotingNotOver);
        }
    }
}

#[test]
fn only_an_appeal_is_counted_once() {
    for (mut w, k, asker) in [asked(), answered()] {
        w.wait(1_000);
        assert_refused(
            w.send(&[k.finalize(&asker, AT)], &[]),
            AlthingError::WrongQuestionState,
        );
    }
    let (mut w, k, asker) = voted(&[(0, Question::YES)]);
    w.go(&[k.finalize(&asker, AT)], &[]);
    w.next_slot();
    assert_refused(
        w.send(&[k.finalize(&asker, AT)], &[]),
        AlthingError::WrongQuestionState,
    );
    assert_eq!(bond(&w, &k), (800, 0, 0));
}

#[test]
fn an_upheld_appeal_against_an_empty_bond_returns_the_deposit() {
    let (mut w, mut k) = court();
    let terms = althing::AppealTerms {
        upheld_bps: 10_000,
        ..terms()
    };
    let set = k.set_appeal_rules();
    w.pass(&k.c, &[set.call(instruction::SetAppealRules { terms })]);
    w.wait(200);
    let (first, second) = (k.asker.clone(), w.asker(&k.c, "second"));
    w.appealed(&mut k, &first, AT);
    w.appealed(&mut k, &second, AT);
    for asker in [&first, &second] {
        for judge in 0..3 {
            w.judge(&k, asker, AT, judge, Question::YES).unwrap();
        }
    }
    w.wait(50);
    w.go(&[k.finalize(&first, AT)], &[]);
    assert_eq!(bond(&w, &k), (0, 1_000, 1));
    w.go(&[k.finalize(&second, AT)], &[]);
    assert_eq!(bond(&w, &k), (0, 0, 0));
    assert_eq!(
        (w.balance(&first.tokens), w.balance(&second.tokens)),
        (SAVINGS + 250, SAVINGS)
    );
    assert_eq!(w.question(&k, &second, AT).state, Question::UPHELD);
}

#[test]
fn an_operator_cannot_leave_what_an_appeal_may_cost() {
    let (mut w, k, asker) = appealed();
    w.unbond(&k.c, &k.o, BOND).unwrap();
    w.wait(200);
    w.withdraw_bond(&k.c, &k.o).unwrap();
    let left = w.bond(&k.o);
    assert_eq!((left.amount, left.unbonding), (0, 200));
    w.next_slot();
    assert_refused(w.withdraw_bond(&k.c, &k.o), AlthingError::BondAtStake);
    let close = || k.c.close_bond(&k.o).call(instruction::CloseBond {});
    assert_refused(w.send(&[close()], &[]), AlthingError::BondNotEmpty);
    // Nobody voted: it is free again.
    w.go(&[k.finalize(&asker, AT)], &[]);
    w.withdraw_bond(&k.c, &k.o).unwrap();
    w.go(&[close()], &[]);
    assert_eq!(w.balance(&k.o.tokens), SAVINGS);
}

#[test]
fn an_empty_bond_with_an_open_question_cannot_be_closed() {
    let (mut w, k, asker) = asked();
    let config = althing::Config {
        slash_cap_bps: 10_000,
        ..config()
    };
    w.pass(
        &k.c,
        &[
            k.c.update_config()
                .call(instruction::UpdateConfig { config }),
            k.c.slash_bond_by(&k.o, 10_000),
        ],
    );
    let close = || k.c.close_bond(&k.o).call(instruction::CloseBond {});
    assert_refused(w.send(&[close()], &[]), AlthingError::BondNotEmpty);
    w.warp_to(w.question(&k, &asker, AT).answer_by);
    w.go(&[k.report(&asker, AT), close()], &[]);
    assert_eq!(w.balance(&asker.tokens), SAVINGS);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, k, asker) = voted(&[(0, Question::YES)]);
    w.sweep(k.finalize(&asker, AT), &[]).run();
}

#[test]
fn test_finalize_appeal_refuses_accounts_of_others() {
    let (mut w, mut k, asker, near, far) = elsewhere_asked();
    w.answer(&mut k, &asker, AT).unwrap();
    w.appeal(&k, &asker, AT).unwrap();
    w.wait(50);
    for (accounts, error) in wrong_accounts(&mut w, &k, &asker, &near, &far) {
        assert_refused(
            w.send(&[accounts.call(instruction::FinalizeAppeal {})], &[]),
            error,
        );
    }
}
