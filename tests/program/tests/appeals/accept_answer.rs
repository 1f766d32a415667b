use althing::audit::entry::EntryKind;
use althing_program_tests::prelude::*;

use super::*;

fn by(k: &Court, asker: &Asker, caller: Pubkey) -> Instruction {
    k.accept_answer(asker, AT, caller)
        .call(instruction::AcceptAnswer {})
}

#[test]
fn test_accept_answer_ok() {
    let (mut w, k, asker) = answered();
    let log = w.log(&k.c);
    let sent = w.accept(&k, &asker, AT).unwrap();
    let question = w.question(&k, &asker, AT);
    assert_eq!(question.state, Question::ACCEPTED);
    assert_eq!(gained(&w, &k, &asker), (0, 0));
    assert_eq!(w.balance(&question.vault), 0);
    assert_eq!(bond(&w, &k), (BOND, 0, 0));
    let payload = settled(&question, &k, &asker);
    assert_eq!((payload.outcome, payload.eligible), (4, 0));
    w.assert_recorded(
        log,
        &sent,
        (EntryKind::QuestionSettled, asker.address()),
        &payload,
    );
}

#[test]
fn anybody_may_once_an_appeal_comes_too_late() {
    let (w, k, asker) = answered();
    let from = w.question(&k, &asker, AT).appeal_by;
    let m = &k.c.members[0];
    for (at, late) in [(from - 1, false), (from, true), (from + 1, true)] {
        let mut w = w.clone();
        w.warp_to(at);
        let log = w.log(&k.c);
        let result = w.send(&[by(&k, &asker, m.address())], &[&m.key]);
        if !late {
            assert_refused(result, AlthingError::AppealStillPossible);
            continue;
        }
        let question = w.question(&k, &asker, AT);
        assert_eq!(question.state, Question::LAPSED);
        assert_eq!(gained(&w, &k, &asker), (0, 0));
        assert_eq!(bond(&w, &k), (BOND, 0, 0));
        w.assert_recorded(
            log,
            &result.unwrap(),
            (EntryKind::QuestionSettled, m.address()),
            &settled(&question, &k, &asker),
        );
    }
    // The operator too; and the questioner is still content, not late.
    let mut operator = w.clone();
    operator.warp_to(from);
    operator.go(&[by(&k, &asker, k.o.address())], &[&k.o.key]);
    let mut late = w;
    late.warp_to(from + 1_000);
    late.accept(&k, &asker, AT).unwrap();
    assert_eq!(late.question(&k, &asker, AT).state, Question::ACCEPTED);
}

#[test]
fn only_an_answer_can_be_accepted_once() {
    let (mut w, k, asker) = asked();
    assert_refused(w.accept(&k, &asker, AT), AlthingError::WrongQuestionState);
    let (mut w2, k2, asker2) = appealed();
    assert_refused(
        w2.accept(&k2, &asker2, AT),
        AlthingError::WrongQuestionState,
    );
    let (mut w3, k3, asker3) = answered();
    w3.accept(&k3, &asker3, AT).unwrap();
    w3.next_slot();
    assert_refused(
        w3.accept(&k3, &asker3, AT),
        AlthingError::WrongQuestionState,
    );
    w.warp_to(w.question(&k, &asker, AT).answer_by);
    w.go(&[k.report(&asker, AT)], &[]);
    assert_refused(w.accept(&k, &asker, AT), AlthingError::WrongQuestionState);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, k, asker) = answered();
    w.sweep(by(&k, &asker, asker.address()), &[&asker.key])
        .run();
}

#[test]
fn test_accept_answer_refuses_accounts_of_others() {
    let (mut w, mut k, asker, near, far) = elsewhere_asked();
    w.answer(&mut k, &asker, AT).unwrap();
    let a = || k.accept_answer(&asker, AT, asker.address());
    let thief = w.tokens("thief", &k.c.mint, &k.o.address(), 0);
    let theirs = w.tokens("theirs", &far.c.mint, &asker.address(), 0);
    let cases = [
        (
            accounts::AcceptAnswer {
                dao: far.c.dao,
                log: far.c.log,
                ..a()
            },
            AlthingError::WrongDao,
        ),
        (
            accounts::AcceptAnswer {
                log: far.c.log,
                ..a()
            },
            AlthingError::WrongLog,
        ),
        (
            accounts::AcceptAnswer {
                bond: near.o.bond,
                ..a()
            },
            AlthingError::WrongBond,
        ),
        (
            accounts::AcceptAnswer {
                vault: pda::vault(&near.question(&near.asker, AT)),
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::AcceptAnswer {
                mint: far.c.mint,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::AcceptAnswer {
                mint: far.c.mint,
                to: theirs,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::AcceptAnswer {
                to: far.asker.tokens,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::AcceptAnswer { to: thief, ..a() },
            AlthingError::WrongTokenOwner,
        ),
    ];
    for (accounts, error) in cases {
        assert_refused(
            w.send(
                &[accounts.call(instruction::AcceptAnswer {})],
                &[&asker.key],
            ),
            error,
        );
    }
}
