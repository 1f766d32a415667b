//! The room `appeals`: questions about logged decisions, answers, appeals.

mod accept_answer;
mod answer_question;
mod cast_appeal_vote;
mod close_appeal_rules;
mod close_ballot;
mod close_question;
mod finalize_appeal;
mod open_appeal;
mod open_question;
mod report_unanswered;
mod set_appeal_rules;

use althing::appeals::entries::QuestionSettled;
use althing::appeals::Question;
use althing_program_tests::prelude::*;

/// The decision that most tests question.
const AT: u64 = 2;

/// [`court`] with a question of its asker's about [`AT`].
fn asked() -> (World, Court, Asker) {
    let (mut w, k) = court();
    let asker = k.asker.clone();
    w.ask(&k, &asker, AT).unwrap();
    (w, k, asker)
}

/// [`asked`], and answered.
fn answered() -> (World, Court, Asker) {
    let (mut w, mut k, asker) = asked();
    w.answer(&mut k, &asker, AT).unwrap();
    (w, k, asker)
}

/// [`answered`], and appealed.
fn appealed() -> (World, Court, Asker) {
    let (mut w, k, asker) = answered();
    w.appeal(&k, &asker, AT).unwrap();
    (w, k, asker)
}

/// Another bonded log of the same organisation, and one of another: both can be questioned.
fn elsewhere_asked() -> (World, Court, Asker, Court, Court) {
    let (mut w, k) = court();
    let neighbour = w.bonded_operator(&k.c, "neighbour");
    let near = w.court(k.c.clone(), neighbour, " near");
    let other = Community::with_members(&mut w, "Other", TOKEN);
    let stranger = w.bonded_operator(&other, "stranger");
    let far = w.court(other, stranger, " far");
    let asker = k.asker.clone();
    for court in [&k, &near, &far] {
        w.ask(court, &court.asker, AT).unwrap();
    }
    (w, k, asker, near, far)
}

/// What the log tells of the end of a question.
fn settled(question: &Question, k: &Court, asker: &Asker) -> QuestionSettled {
    QuestionSettled {
        question: k.question(asker, question.index),
        bond: k.o.bond,
        index: question.index,
        leaf: k.leaves[question.index as usize],
        question_hash: salted("why?"),
        answer_hash: question.answer_hash,
        outcome: question.state,
        deposit: question.deposit,
        yes: question.yes,
        no: question.no,
        abstain: question.abstain,
        eligible: question.eligible,
    }
}

/// What the bond has left, what is at stake of it, and how many questions are open.
fn bond(w: &World, k: &Court) -> (u64, u128, u32) {
    let bond = w.bond(&k.o);
    (bond.amount, bond.at_stake.get(), bond.open_questions)
}

/// What the treasury and a questioner have gained.
fn gained(w: &World, k: &Court, asker: &Asker) -> (i64, i64) {
    let of = |account| w.balance(account) as i64 - SAVINGS as i64;
    (of(&k.c.treasury), of(&asker.tokens))
}
