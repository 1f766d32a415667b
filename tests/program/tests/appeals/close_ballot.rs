use althing::appeals::AppealBallot;
use althing_program_tests::prelude::*;

use super::*;

fn close(k: &Court, asker: &Asker, judge: usize) -> Instruction {
    k.close_ballot(asker, AT, k.judges[judge].pubkey())
        .call(instruction::CloseBallot {})
}

/// [`appealed`], voted on by two judges.
fn voted() -> (World, Court, Asker) {
    let (mut w, k, asker) = appealed();
    w.judge(&k, &asker, AT, 0, Question::YES).unwrap();
    w.judge(&k, &asker, AT, 1, Question::NO).unwrap();
    (w, k, asker)
}

fn counted() -> (World, Court, Asker) {
    let (mut w, k, asker) = voted();
    w.wait(50);
    w.go(&[k.finalize(&asker, AT)], &[]);
    (w, k, asker)
}

#[test]
fn test_close_ballot_ok() {
    let (mut w, k, asker) = counted();
    let before = w.lamports(&k.c.renter.pubkey());
    w.go(&[close(&k, &asker, 0)], &[]);
    assert_eq!(
        w.lamports(&k.c.renter.pubkey()) - before,
        w.rent(AppealBallot::SPACE)
    );
    assert_eq!(w.question(&k, &asker, AT).open_ballots, 1);
    assert_refused(
        w.send(&[close(&k, &asker, 0), close(&k, &asker, 1)], &[]),
        AnchorError::AccountOwnedByWrongProgram,
    );
    w.go(&[close(&k, &asker, 1)], &[]);
    assert_eq!(w.question(&k, &asker, AT).open_ballots, 0);
}

#[test]
fn a_ballot_is_kept_until_it_is_counted() {
    let (mut w, k, asker) = voted();
    assert_refused(
        w.send(&[close(&k, &asker, 0)], &[]),
        AlthingError::QuestionNotSettled,
    );
    w.wait(50);
    assert_refused(
        w.send(&[close(&k, &asker, 0)], &[]),
        AlthingError::QuestionNotSettled,
    );
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, k, asker) = counted();
    w.sweep(close(&k, &asker, 0), &[]).run();
}

#[test]
fn test_close_ballot_refuses_others() {
    let (mut w, k, asker) = counted();
    w.ask(&k, &asker, 1).unwrap();
    let a = || k.close_ballot(&asker, AT, k.judges[0].pubkey());
    let cases = [
        (
            accounts::CloseBallot {
                question: k.question(&asker, 1),
                ..a()
            },
            AlthingError::WrongQuestion,
        ),
        (
            accounts::CloseBallot {
                payer: k.judges[0].pubkey(),
                ..a()
            },
            AlthingError::WrongPayer,
        ),
    ];
    for (accounts, error) in cases {
        assert_refused(
            w.send(&[accounts.call(instruction::CloseBallot {})], &[]),
            error,
        );
    }
}
