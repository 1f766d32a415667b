use super::*;
use crate::math::U128;
use bytemuck::Zeroable;

fn question() -> Question {
    Question {
        unanswered_penalty: 100,
        upheld_penalty: 40,
        quorum_bps: 5_000,
        approval_bps: 6_000,
        eligible: 100,
        ..Question::zeroed()
    }
}

fn bond(question: &Question) -> LogBond {
    LogBond {
        open_questions: 1,
        at_stake: U128::new(u128::from(question.at_stake())),
        ..LogBond::zeroed()
    }
}

#[test]
fn what_a_question_can_still_cost_is_freed_step_by_step() {
    let paths: [&[(u8, u128, u32)]; 3] = [
        &[(Question::UNANSWERED, 0, 0)],
        &[(Question::ANSWERED, 40, 1), (Question::LAPSED, 0, 0)],
        &[
            (Question::ANSWERED, 40, 1),
            (Question::APPEALED, 40, 1),
            (Question::REJECTED, 0, 0),
        ],
    ];
    for path in paths {
        let mut question = question();
        let mut bond = bond(&question);
        assert_eq!(bond.at_stake.get(), 100);
        for (state, at_stake, open) in path {
            question.enter(*state, &mut bond).unwrap();
            assert_eq!(
                (bond.at_stake.get(), bond.open_questions),
                (*at_stake, *open)
            );
        }
        assert!(question.is_settled());
    }
}

#[test]
fn the_larger_penalty_is_at_stake_until_the_answer() {
    let mut question = question();
    question.upheld_penalty = 300;
    assert_eq!(question.at_stake(), 300);
    let mut bond = bond(&question);
    question.enter(Question::ANSWERED, &mut bond).unwrap();
    assert_eq!(bond.at_stake.get(), 300);
}

#[test]
fn a_question_is_not_settled_twice() {
    let mut question = question();
    let mut bond = bond(&question);
    question.enter(Question::UNANSWERED, &mut bond).unwrap();
    assert!(question.enter(Question::UPHELD, &mut bond).is_err());
}

#[test]
fn a_verdict_needs_a_quorum_and_an_approval() {
    let verdict = |yes, no, abstain| {
        Question {
            yes,
            no,
            abstain,
            ..question()
        }
        .verdict()
    };
    assert_eq!(verdict(0, 0, 0), Question::UNDECIDED);
    assert_eq!(verdict(49, 0, 0), Question::UNDECIDED);
    assert_eq!(verdict(50, 0, 0), Question::UPHELD);
    assert_eq!(verdict(1, 0, 49), Question::UPHELD);
    assert_eq!(verdict(0, 0, 50), Question::REJECTED);
    assert_eq!(verdict(0, 50, 0), Question::REJECTED);
    assert_eq!(verdict(30, 20, 0), Question::UPHELD);
    assert_eq!(verdict(29, 21, 0), Question::REJECTED);
    assert_eq!(verdict(50, 50, 0), Question::REJECTED);
}

#[test]
fn votes_are_added_and_taken_back_on_their_side() {
    let mut question = question();
    question.add_vote(Question::YES, 5).unwrap();
    question.add_vote(Question::NO, 7).unwrap();
    question.add_vote(Question::ABSTAIN, 9).unwrap();
    question.remove_vote(Question::NO, 7).unwrap();
    assert_eq!((question.yes, question.no, question.abstain), (5, 0, 9));
    assert!(question.remove_vote(Question::NO, 1).is_err());
    assert!(question.add_vote(3, 1).is_err() && question.remove_vote(3, 1).is_err());
}

#[test]
fn an_answer_names_its_question() {
    let payload = Question::answer_payload(&Pubkey::new_from_array([1; 32]), &[2; 32]);
    assert_eq!(
        (&payload[..32], &payload[32..]),
        (&[1; 32][..], &[2; 32][..])
    );
}

#[test]
fn the_account_has_the_documented_size() {
    use crate::appeals::AppealBallot;
    assert_eq!((Question::SPACE, AppealBallot::SPACE), (584, 152));
}
