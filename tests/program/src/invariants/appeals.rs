//! Questions, their votes, and what they can cost.

use althing::appeals::Question;
use litesvm::LiteSVM;

use super::{vault_balance, Books};

pub fn check(svm: &LiteSVM, books: &Books) {
    for (at, bond) in &books.bonds {
        let open = books
            .questions
            .iter()
            .filter(|(_, question)| question.bond == *at && !question.is_settled());
        let (mut count, mut at_stake) = (0, 0);
        for (_, question) in open {
            count += 1;
            at_stake += u128::from(question.at_stake());
        }
        assert_eq!(bond.open_questions, count, "bond {at}: open questions");
        assert_eq!(bond.at_stake.get(), at_stake, "bond {at}: at stake");
    }
    for (at, question) in &books.questions {
        if !question.is_settled() {
            let vault = vault_balance(svm, &question.vault);
            assert!(
                vault >= question.deposit,
                "question {at}: the vault holds {vault}, owes {}",
                question.deposit
            );
            assert!(
                books.bonds.iter().any(|(bond, _)| *bond == question.bond),
                "question {at}: its bond is gone"
            );
        }
        assert!(
            question.state <= Question::UNDECIDED,
            "question {at}: unknown state"
        );
        let cast =
            u128::from(question.yes) + u128::from(question.no) + u128::from(question.abstain);
        assert!(
            cast <= u128::from(question.eligible),
            "question {at}: {cast} of {} cast",
            question.eligible
        );
        check_ballots(books, at, question);
    }
    // Nobody's rent is stranded under a question that is gone.
    let exists = |address| books.questions.iter().any(|(at, _)| at == address);
    assert!(
        books
            .ballots
            .iter()
            .all(|(_, ballot)| exists(&ballot.question)),
        "a ballot without its question"
    );
}

fn check_ballots(books: &Books, at: &anchor_lang::prelude::Pubkey, question: &Question) {
    let ballots: Vec<_> = books
        .ballots
        .iter()
        .filter(|(_, ballot)| ballot.question == *at)
        .collect();
    assert_eq!(
        ballots.len() as u64,
        question.open_ballots,
        "question {at}: open ballots"
    );
    if question.state != Question::APPEALED {
        return;
    }
    for (choice, counted) in [
        (Question::YES, question.yes),
        (Question::NO, question.no),
        (Question::ABSTAIN, question.abstain),
    ] {
        let cast: u64 = ballots
            .iter()
            .filter(|(_, ballot)| ballot.choice == choice)
            .map(|(_, ballot)| ballot.weight)
            .sum();
        assert_eq!(cast, counted, "question {at}: votes of choice {choice}");
    }
    let parties = [question.operator, question.questioner];
    assert!(
        ballots
            .iter()
            .all(|(_, ballot)| !parties.contains(&ballot.voter)),
        "question {at}: a party votes"
    );
}
