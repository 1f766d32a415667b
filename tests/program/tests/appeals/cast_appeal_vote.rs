use althing::appeals::events::AppealVoteCast;
use althing::appeals::AppealBallot;
use althing_program_tests::prelude::*;

use super::*;

fn tally(w: &World, k: &Court, asker: &Asker) -> (u64, u64, u64, u64) {
    let question = w.question(k, asker, AT);
    (
        question.yes,
        question.no,
        question.abstain,
        question.open_ballots,
    )
}

#[test]
fn test_cast_appeal_vote_ok() {
    let (mut w, k, asker) = appealed();
    let before = w.lamports(&k.c.renter.pubkey());
    let sent = w.judge(&k, &asker, AT, 0, Question::YES).unwrap();
    assert_eq!(tally(&w, &k, &asker), (40, 0, 0, 1));
    let cast = k.cast_appeal_vote(&asker, AT, k.judges[0].pubkey());
    let ballot: AppealBallot = w.zero_copy(&cast.ballot);
    assert_eq!((ballot.version, ballot.choice, ballot.weight), (1, 0, 40));
    assert_eq!((ballot.question, ballot.seat), (cast.question, cast.seat));
    assert_eq!((ballot.voter, ballot.payer), (cast.voter, cast.payer));
    assert_eq!(
        before - w.lamports(&k.c.renter.pubkey()),
        w.rent(AppealBallot::SPACE)
    );
    let event = &sent.events::<AppealVoteCast>()[0];
    assert_eq!((event.question, event.voter), (cast.question, cast.voter));
    assert_eq!((event.choice, event.weight), (0, 40));
}

#[test]
fn a_vote_may_be_changed_in_every_direction() {
    let (mut w, k, asker) = appealed();
    w.judge(&k, &asker, AT, 1, Question::YES).unwrap();
    let expected = [(70, 0, 0, 2), (30, 40, 0, 2), (30, 0, 40, 2)];
    for first in 0..3u8 {
        for second in 0..3u8 {
            w.judge(&k, &asker, AT, 0, first).unwrap();
            assert_eq!(tally(&w, &k, &asker), expected[usize::from(first)]);
            w.next_slot();
            w.judge(&k, &asker, AT, 0, second).unwrap();
            assert_eq!(tally(&w, &k, &asker), expected[usize::from(second)]);
            w.next_slot();
        }
    }
}

#[test]
fn voting_ends_to_the_second() {
    let (mut w, k, asker) = appealed();
    let end = w.question(&k, &asker, AT).voting_ends_at;
    w.warp_to(end - 1);
    w.judge(&k, &asker, AT, 0, Question::YES).unwrap();
    for late in [0, 1] {
        let mut w = w.clone();
        w.warp_to(end + late);
        assert_refused(
            w.judge(&k, &asker, AT, 1, Question::YES),
            AlthingError::VotingOver,
        );
        // A change comes too late as well.
        assert_refused(
            w.judge(&k, &asker, AT, 0, Question::NO),
            AlthingError::VotingOver,
        );
    }
}

#[test]
fn only_an_appeal_takes_votes() {
    for (mut w, k, asker) in [asked(), answered()] {
        assert_refused(
            w.judge(&k, &asker, AT, 0, Question::YES),
            AlthingError::WrongQuestionState,
        );
    }
    let (mut w, k, asker) = appealed();
    w.wait(50);
    w.go(&[k.finalize(&asker, AT)], &[]);
    assert_refused(
        w.judge(&k, &asker, AT, 0, Question::YES),
        AlthingError::WrongQuestionState,
    );
}

#[test]
fn neither_the_operator_nor_the_questioner_judges() {
    let (mut w, k, asker) = appealed();
    for key in [&k.o.key, &asker.key] {
        let vote = k.vote(&asker, AT, key.pubkey(), Question::YES);
        assert_refused(
            w.send(&[vote], &[key, &k.c.renter]),
            AlthingError::ConflictOfInterest,
        );
    }
    assert_eq!(tally(&w, &k, &asker), (0, 0, 0, 0));
}

#[test]
fn the_questioner_of_another_question_may_judge() {
    let (mut w, mut k) = court();
    let second = w.asker(&k.c, "second");
    w.appealed(&mut k, &second, AT);
    let vote = k.vote(&second, AT, k.asker.address(), Question::NO);
    w.go(&[vote], &[&k.asker.key, &k.c.renter]);
    assert_eq!(tally(&w, &k, &second), (0, 3, 0, 1));
}

#[test]
fn test_cast_appeal_vote_refuses_unknown_choices() {
    let (mut w, k, asker) = appealed();
    for choice in [3, 255] {
        assert_refused(
            w.judge(&k, &asker, AT, 0, choice),
            AlthingError::ChoiceUnknown,
        );
    }
    w.judge(&k, &asker, AT, 0, Question::YES).unwrap();
    assert_refused(w.judge(&k, &asker, AT, 0, 3), AlthingError::ChoiceUnknown);
    assert_eq!(tally(&w, &k, &asker), (40, 0, 0, 1));
}

#[test]
fn a_vote_counts_only_for_the_grounds_that_the_voter_saw() {
    let (mut w, k, asker) = appealed();
    let judge = &k.judges[0];
    let ix = k
        .cast_appeal_vote(&asker, AT, judge.pubkey())
        .call(instruction::CastAppealVote {
            choice: Question::YES,
            grounds_hash: salted("other grounds"),
        });
    assert_refused(
        w.send(&[ix], &[judge, &k.c.renter]),
        AlthingError::GroundsHashMismatch,
    );
}

#[test]
fn a_seat_without_weight_at_the_appeals_epoch_has_no_vote() {
    let (mut w, k, _) = answered();
    let late = w.wallet("late judge");
    let open = k.c.open_seat(k.c.evaluators, late.pubkey());
    w.go(&[open.call(instruction::OpenSeat {})], &[&k.c.renter]);
    let grant = k.c.grant_seat(k.c.evaluators, late.pubkey());
    w.next_epoch(&k.c);
    let motion = w.executable(&k.c, &[grant.call(instruction::GrantSeat { points: 99 })]);
    let mut k = k;
    let asker = k.asker.clone();
    w.ask(&k, &asker, 1).unwrap();
    w.answer(&mut k, &asker, 1).unwrap();
    w.execute(&k.c, &motion, 0).unwrap();
    w.appeal(&k, &asker, 1).unwrap();
    let vote = k.vote(&asker, 1, late.pubkey(), Question::YES);
    assert_refused(
        w.send(std::slice::from_ref(&vote), &[&late, &k.c.renter]),
        AlthingError::NoWeight,
    );
    // Nor has it when its weight has begun to count.
    w.warp_to(w.question(&k, &asker, 1).voting_ends_at - 1);
    assert_refused(
        w.send(&[vote], &[&late, &k.c.renter]),
        AlthingError::NoWeight,
    );
}

#[test]
fn every_wrong_account_is_refused() {
    let (mut w, k, asker) = appealed();
    let judge = &k.judges[0];
    let signers = [judge, &k.c.renter];
    let vote = k.vote(&asker, AT, judge.pubkey(), Question::YES);
    w.sweep(vote.clone(), &signers).run();
    w.judge(&k, &asker, AT, 0, Question::NO).unwrap();
    let ballot = k.cast_appeal_vote(&asker, AT, judge.pubkey()).ballot;
    w.sweep(vote, &signers)
        .expecting(ballot, AnchorError::ConstraintSeeds)
        .run();
}

#[test]
fn test_cast_appeal_vote_refuses_anothers_seat_and_seats_of_other_chambers() {
    let (mut w, k, asker) = appealed();
    let (judge, member) = (&k.judges[0], &k.c.members[0]);
    let at = |seat, voter: &Keypair| {
        let cast = k.cast_appeal_vote(&asker, AT, voter.pubkey());
        accounts::CastAppealVote {
            seat,
            ballot: pda::ballot(&cast.question, &seat),
            ..cast
        }
        .call(instruction::CastAppealVote {
            choice: 0,
            grounds_hash: salted("no!"),
        })
    };
    let theirs = pda::seat(&k.c.evaluators, &k.judges[1].pubkey());
    assert_refused(
        w.send(&[at(theirs, judge)], &[judge, &k.c.renter]),
        AlthingError::WrongHolder,
    );
    // A member's seat among the token holders.
    assert_refused(
        w.send(&[at(member.seat, &member.key)], &[&member.key, &k.c.renter]),
        AlthingError::WrongSeat,
    );
    // Somebody else changes a vote that was cast.
    w.judge(&k, &asker, AT, 1, Question::YES).unwrap();
    assert_refused(
        w.send(&[at(theirs, judge)], &[judge, &k.c.renter]),
        AlthingError::WrongHolder,
    );
    // The ballot of another seat.
    let mine = k.cast_appeal_vote(&asker, AT, judge.pubkey());
    let bent = accounts::CastAppealVote {
        ballot: pda::ballot(&mine.question, &theirs),
        ..mine
    };
    let ix = bent.call(instruction::CastAppealVote {
        choice: 0,
        grounds_hash: salted("no!"),
    });
    assert_refused(
        w.send(&[ix], &[judge, &k.c.renter]),
        AnchorError::ConstraintSeeds,
    );
}

#[test]
fn lamports_sent_ahead_to_its_address_do_not_prevent_a_vote() {
    let (mut w, k, asker) = appealed();
    let rent = w.rent(AppealBallot::SPACE);
    for (number, ahead) in [1_000_000, rent, 1_000_000_000].into_iter().enumerate() {
        let cast = k.cast_appeal_vote(&asker, AT, k.judges[number].pubkey());
        w.svm.airdrop(&cast.ballot, ahead).unwrap();
        w.judge(&k, &asker, AT, number, Question::YES).unwrap();
    }
    assert_eq!(tally(&w, &k, &asker), (90, 0, 0, 3));
}
