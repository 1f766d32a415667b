use althing_program_tests::prelude::*;

use super::*;

fn close(accounts: accounts::CloseQuestion) -> Instruction {
    accounts.call(instruction::CloseQuestion {})
}

/// [`answered`], and accepted.
fn over() -> (World, Court, Asker) {
    let (mut w, k, asker) = answered();
    w.accept(&k, &asker, AT).unwrap();
    (w, k, asker)
}

#[test]
fn test_close_question_ok() {
    let (mut w, k, asker) = over();
    let before = w.lamports(&k.c.renter.pubkey());
    w.go(&[close(k.close_question(&asker, AT))], &[]);
    let at = k.close_question(&asker, AT);
    assert!(!w.exists(&at.question) && !w.exists(&at.vault));
    assert_eq!(
        w.lamports(&k.c.renter.pubkey()) - before,
        w.rent(Question::SPACE) + w.rent(165)
    );
    assert_refused(
        w.send(&[close(k.close_question(&asker, AT))], &[]),
        AnchorError::AccountOwnedByWrongProgram,
    );
}

#[test]
fn a_question_is_kept_until_it_is_settled() {
    for (mut w, k, asker) in [asked(), answered(), appealed()] {
        w.wait(10_000);
        assert_refused(
            w.send(&[close(k.close_question(&asker, AT))], &[]),
            AlthingError::QuestionNotSettled,
        );
    }
}

#[test]
fn every_outcome_can_be_closed_once_its_ballots_are() {
    let (mut w, k, asker) = appealed();
    w.judge(&k, &asker, AT, 0, Question::NO).unwrap();
    w.wait(50);
    w.go(&[k.finalize(&asker, AT)], &[]);
    let ix = || close(k.close_question(&asker, AT));
    assert_refused(w.send(&[ix()], &[]), AlthingError::BallotsOpen);
    let ballot = k
        .close_ballot(&asker, AT, k.judges[0].pubkey())
        .call(instruction::CloseBallot {});
    w.go(&[ballot, ix()], &[]);

    let (mut w, k, asker) = asked();
    w.wait(100);
    w.go(
        &[k.report(&asker, AT), close(k.close_question(&asker, AT))],
        &[],
    );
    assert!(!w.exists(&k.question(&asker, AT)));
}

#[test]
fn tokens_sent_unasked_go_to_the_treasury_and_keep_nothing_open() {
    let (mut w, k, asker) = over();
    let vault = pda::vault(&k.question(&asker, AT));
    let gift = w.transfer(&k.c.mint, &asker.tokens, &vault, &asker.address(), 7);
    w.go(&[gift], &[&asker.key]);
    let to = |treasury| {
        close(accounts::CloseQuestion {
            treasury,
            ..k.close_question(&asker, AT)
        })
    };
    assert_refused(w.send(&[to(None)], &[]), AlthingError::TreasuryMissing);
    for wrong in [asker.tokens, vault, k.o.vault] {
        assert_refused(
            w.send(&[to(Some(wrong))], &[]),
            AlthingError::WrongTokenOwner,
        );
    }
    w.go(&[to(Some(k.c.treasury))], &[]);
    assert_eq!(gained(&w, &k, &asker), (7, -7));
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, k, asker) = over();
    w.sweep(close(k.close_question(&asker, AT)), &[]).run();
    let treasury = accounts::CloseQuestion {
        treasury: Some(k.c.treasury),
        ..k.close_question(&asker, AT)
    };
    w.sweep(close(treasury), &[]).run();
}

#[test]
fn test_close_question_refuses_accounts_of_others() {
    let (mut w, mut k, asker, near, far) = elsewhere_asked();
    w.answer(&mut k, &asker, AT).unwrap();
    w.accept(&k, &asker, AT).unwrap();
    let a = || k.close_question(&asker, AT);
    let cases = [
        (
            accounts::CloseQuestion {
                dao: far.c.dao,
                ..a()
            },
            AlthingError::WrongDao,
        ),
        (
            accounts::CloseQuestion {
                mint: far.c.mint,
                ..a()
            },
            AlthingError::WrongMint,
        ),
        (
            accounts::CloseQuestion {
                vault: pda::vault(&near.question(&near.asker, AT)),
                ..a()
            },
            AlthingError::WrongVault,
        ),
        (
            accounts::CloseQuestion {
                payer: asker.address(),
                ..a()
            },
            AlthingError::WrongPayer,
        ),
        (
            accounts::CloseQuestion {
                treasury: Some(far.c.treasury),
                ..a()
            },
            AlthingError::WrongMint,
        ),
    ];
    for (accounts, error) in cases {
        assert_refused(w.send(&[close(accounts)], &[]), error);
    }
}
