use althing::appeals::events::QuestionAnswered;
use althing::appeals::AnswerQuestionArgs;
use althing::audit::entry::EntryHeader;
use althing_program_tests::prelude::*;

use super::*;

fn with(k: &Court, asker: &Asker, args: AnswerQuestionArgs) -> Instruction {
    k.answer_question(asker, AT)
        .call(instruction::AnswerQuestion { args })
}

#[test]
fn test_answer_question_ok() {
    let (mut w, mut k, asker) = asked();
    w.wait(30);
    let sent = w.answer(&mut k, &asker, AT).unwrap();
    let question = w.question(&k, &asker, AT);
    assert_eq!(question.state, Question::ANSWERED);
    assert_eq!(
        (question.answer_hash, question.answer_index),
        (salted("because"), DECISIONS as u64)
    );
    assert_eq!(question.appeal_by, w.now() + 60);
    // Silence can no longer be punished; here a wrong answer costs more anyway.
    assert_eq!(bond(&w, &k), (BOND, 200, 1));
    let events = sent.events::<QuestionAnswered>();
    assert_eq!(
        (events[0].question, events[0].index, events[0].answer_hash),
        (k.question(&asker, AT), 6, salted("because"))
    );
    assert_eq!(events[0].appeal_by, w.now() + 60);
}

#[test]
fn what_silence_would_have_cost_is_free_again() {
    let (mut w, mut k) = court();
    let terms = althing::AppealTerms {
        unanswered_bps: 9_000,
        ..terms()
    };
    let set = k.set_appeal_rules();
    w.pass(&k.c, &[set.call(instruction::SetAppealRules { terms })]);
    w.wait(200);
    let asker = k.asker.clone();
    w.ask(&k, &asker, AT).unwrap();
    assert_eq!(bond(&w, &k), (BOND, 900, 1));
    w.answer(&mut k, &asker, AT).unwrap();
    assert_eq!(bond(&w, &k), (BOND, 200, 1));
}

#[test]
fn the_deadline_is_kept_to_the_second() {
    let (w, k, asker) = asked();
    let by = w.question(&k, &asker, AT).answer_by;
    for (at, in_time) in [(by - 1, true), (by, false), (by + 1, false)] {
        let (mut w, mut k) = (w.clone(), k.clone());
        w.warp_to(at);
        let result = w.answer(&mut k, &asker, AT);
        if in_time {
            result.unwrap();
        } else {
            assert_refused(result, AlthingError::AnswerTooLate);
        }
    }
}

#[test]
fn a_question_is_answered_once() {
    let (mut w, mut k, asker) = answered();
    w.next_slot();
    assert_refused(
        w.answer(&mut k, &asker, AT),
        AlthingError::WrongQuestionState,
    );
    w.accept(&k, &asker, AT).unwrap();
    assert_refused(
        w.answer(&mut k, &asker, AT),
        AlthingError::WrongQuestionState,
    );
}

#[test]
fn the_answer_is_an_entry_of_the_log_that_names_the_question() {
    let (mut w, mut k, asker) = asked();
    let second = w.asker(&k.c, "second");
    w.ask(&k, &second, AT).unwrap();
    // An answer to somebody else's question about the same decision.
    let other = w.log_answer(&mut k, &second, AT, salted("because"));
    let refused = |w: &mut World, k: &Court, args: AnswerQuestionArgs| {
        assert_refused(
            w.send(&[with(k, &asker, args)], &[&k.o.key]),
            AlthingError::NotInLog,
        );
    };
    refused(&mut w, &k, other);
    let right = w.log_answer(&mut k, &asker, AT, salted("because"));
    type Change = fn(&mut AnswerQuestionArgs);
    let changes: [Change; 6] = [
        |a| a.answer_hash = salted("something else"),
        |a| a.index -= 1,
        |a| a.index += 1,
        |a| a.timestamp += 1,
        |a| a.slot += 1,
        |a| {
            a.proof.pop();
        },
    ];
    for change in changes {
        let mut args = right.clone();
        change(&mut args);
        refused(&mut w, &k, args);
    }
    w.go(&[with(&k, &asker, right)], &[&k.o.key]);
}

#[test]
fn nothing_else_that_was_logged_is_an_answer() {
    let (mut w, mut k, asker) = asked();
    let payload = Question::answer_payload(&k.question(&asker, AT), &salted("because"));
    let append = accounts::AppendEntry {
        log: k.o.audit_log,
        writer: k.o.address(),
    };
    // The same bytes as an entry of another kind.
    let entry = EntryHeader {
        log: k.o.audit_log,
        index: DECISIONS as u64,
        timestamp: w.now(),
        slot: w.slot(),
        actor: k.o.address(),
        kind: 1_101,
    };
    let ix = append.call(instruction::AppendEntry {
        kind: 1_101,
        payload: payload.to_vec(),
    });
    w.go(&[ix], &[&k.o.key]);
    k.leaves.push(entry.leaf(&payload).unwrap());
    let args = AnswerQuestionArgs {
        answer_hash: salted("because"),
        index: entry.index,
        timestamp: entry.timestamp,
        slot: entry.slot,
        proof: k.proof(entry.index),
    };
    assert_refused(
        w.send(&[with(&k, &asker, args)], &[&k.o.key]),
        AlthingError::NotInLog,
    );
}

#[test]
fn an_answer_is_logged_after_the_question() {
    let (mut w, mut k) = court();
    // The operator guesses who will ask about what, and logs an answer beforehand.
    let asker = k.asker.clone();
    let early = w.log_answer(&mut k, &asker, AT, salted("because"));
    w.ask(&k, &asker, AT).unwrap();
    assert_refused(
        w.send(&[with(&k, &asker, early.clone())], &[&k.o.key]),
        AlthingError::AnswerNotNew,
    );
    // The first entry that the log did not have is new enough.
    let late = w.log_answer(&mut k, &asker, AT, salted("because"));
    assert_eq!(late.index, w.question(&k, &asker, AT).log_size);
    w.go(&[with(&k, &asker, late)], &[&k.o.key]);
}

#[test]
fn an_answer_may_come_in_a_batch() {
    let (mut w, mut k, asker) = asked();
    let payload = Question::answer_payload(&k.question(&asker, AT), &salted("because"));
    let header = EntryHeader {
        log: k.o.audit_log,
        index: DECISIONS as u64 + 1,
        timestamp: 5,
        slot: 6,
        actor: k.o.address(),
        kind: 1_100,
    };
    let batch = [merkle::leaf(b"a decision"), header.leaf(&payload).unwrap()];
    w.grow_log(&k.o, &batch);
    k.leaves.extend(batch);
    let args = AnswerQuestionArgs {
        answer_hash: salted("because"),
        index: header.index,
        timestamp: 5,
        slot: 6,
        proof: k.proof(header.index),
    };
    w.go(&[with(&k, &asker, args)], &[&k.o.key]);
}

#[test]
fn an_answer_says_something() {
    let (mut w, mut k, asker) = asked();
    let args = w.log_answer(&mut k, &asker, AT, [0; 32]);
    assert_refused(
        w.send(&[with(&k, &asker, args)], &[&k.o.key]),
        AlthingError::HashIsZero,
    );
}

#[test]
fn every_wrong_account_is_refused() {
    let (mut w, mut k, asker) = asked();
    let args = w.log_answer(&mut k, &asker, AT, salted("because"));
    w.sweep(with(&k, &asker, args), &[&k.o.key]).run();
}

#[test]
fn test_answer_question_refuses_accounts_of_others() {
    let (mut w, mut k, asker, near, _) = elsewhere_asked();
    let args = w.log_answer(&mut k, &asker, AT, salted("because"));
    let a = || k.answer_question(&asker, AT);
    let cases = [
        (
            accounts::AnswerQuestion {
                question: near.question(&near.asker, AT),
                ..a()
            },
            AlthingError::WrongBond,
        ),
        (
            accounts::AnswerQuestion {
                bond: near.o.bond,
                ..a()
            },
            AlthingError::WrongBond,
        ),
        (
            accounts::AnswerQuestion {
                audit_log: near.o.audit_log,
                ..a()
            },
            AlthingError::WrongAuditLog,
        ),
        (
            accounts::AnswerQuestion {
                operator: near.o.address(),
                ..a()
            },
            AlthingError::NotBondOperator,
        ),
        (
            accounts::AnswerQuestion {
                operator: asker.address(),
                ..a()
            },
            AlthingError::NotBondOperator,
        ),
    ];
    for (accounts, error) in cases {
        let ix = accounts.call(instruction::AnswerQuestion { args: args.clone() });
        assert_refused(w.send(&[ix], &[&k.o.key, &near.o.key, &asker.key]), error);
    }
}
