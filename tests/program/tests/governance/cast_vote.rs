use althing::governance::events::VoteCast;
use althing::{Proposal, VoteRecord};
use althing_program_tests::prelude::*;

use crate::{gift, proposal};

/// A vote that has just begun.
fn voting() -> (World, Community, Motion) {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.voting(&c, &[action]);
    (w, c, motion)
}

fn cast(c: &Community, motion: &Motion, m: &Member, choice: u8) -> Instruction {
    c.cast_vote(motion.proposal, m).call(instruction::CastVote {
        choice,
        action_hash: motion.hash(),
    })
}

fn tally(w: &World, motion: &Motion) -> (u64, u64, u64, u64) {
    let p = proposal(w, motion);
    (p.yes, p.no, p.abstain, p.open_votes)
}

#[test]
fn test_cast_vote_ok() {
    let (mut w, c, motion) = voting();
    let before = w.lamports(&c.renter.pubkey());
    let sent = w.vote(&c, &motion, &c.members[0], Proposal::YES).unwrap();
    w.vote(&c, &motion, &c.members[1], Proposal::NO).unwrap();
    w.vote(&c, &motion, &c.members[2], Proposal::ABSTAIN)
        .unwrap();

    assert_eq!(tally(&w, &motion), (400, 300, 200, 3));
    let vote: VoteRecord = w.zero_copy(&pda::vote(&motion.proposal, &c.members[0].seat));
    assert_eq!(
        (vote.version, vote.choice, vote.weight),
        (1, Proposal::YES, 400)
    );
    assert_eq!(
        (vote.proposal, vote.seat),
        (motion.proposal, c.members[0].seat)
    );
    assert_eq!(
        (vote.voter, vote.payer),
        (c.members[0].address(), c.renter.pubkey())
    );
    assert_eq!(
        before - w.lamports(&c.renter.pubkey()),
        3 * w.rent(VoteRecord::SPACE)
    );
    let event = &sent.events::<VoteCast>()[0];
    assert_eq!(
        (event.proposal, event.voter),
        (motion.proposal, c.members[0].address())
    );
    assert_eq!((event.choice, event.weight), (Proposal::YES, 400));
}

#[test]
fn a_vote_may_be_changed_in_every_direction() {
    let (mut w, c, motion) = voting();
    let m = &c.members[0];
    let expected = [(400, 0, 0, 1), (0, 400, 0, 1), (0, 0, 400, 1)];
    for first in 0..3u8 {
        for second in 0..3u8 {
            w.vote(&c, &motion, m, first).unwrap();
            assert_eq!(tally(&w, &motion), expected[usize::from(first)]);
            w.vote(&c, &motion, m, second).unwrap();
            assert_eq!(tally(&w, &motion), expected[usize::from(second)]);
        }
    }
}

#[test]
fn a_changed_vote_keeps_the_payer_of_the_first() {
    let (mut w, c, motion) = voting();
    let m = &c.members[0];
    w.vote(&c, &motion, m, Proposal::YES).unwrap();
    let accounts = accounts::CastVote {
        payer: m.address(),
        ..c.cast_vote(motion.proposal, m)
    };
    let ix = accounts.call(instruction::CastVote {
        choice: Proposal::NO,
        action_hash: motion.hash(),
    });
    let before = w.lamports(&m.address());
    w.go(&[ix], &[&m.key]);
    assert_eq!(w.lamports(&m.address()), before);
    assert_eq!(
        w.zero_copy::<VoteRecord>(&pda::vote(&motion.proposal, &m.seat))
            .payer,
        c.renter.pubkey()
    );
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, motion) = voting();
    let m = &c.members[0];
    w.sweep(cast(&c, &motion, m, 0), &[&m.key, &c.renter]).run();
}

#[test]
fn every_wrong_account_is_refused_when_a_vote_is_changed() {
    let (mut w, c, motion) = voting();
    let m = &c.members[0];
    w.vote(&c, &motion, m, Proposal::YES).unwrap();
    let record = pda::vote(&motion.proposal, &m.seat);
    let signers = [&m.key, &c.renter];
    let sweep = w.sweep(cast(&c, &motion, m, 1), &signers);
    sweep.expecting(record, AnchorError::ConstraintSeeds).run();
}

#[test]
fn voting_ends_with_the_second_before_the_end() {
    let (mut w, c, motion) = voting();
    let end = proposal(&w, &motion).voting_ends_at;
    w.warp_to(end - 1);
    w.vote(&c, &motion, &c.members[0], Proposal::YES).unwrap();
    w.warp_to(end);
    assert_refused(
        w.vote(&c, &motion, &c.members[1], Proposal::YES),
        AlthingError::VotingOver,
    );
    // A change comes too late as well.
    assert_refused(
        w.vote(&c, &motion, &c.members[0], Proposal::NO),
        AlthingError::VotingOver,
    );
    w.warp_to(end + 1);
    assert_refused(
        w.vote(&c, &motion, &c.members[1], Proposal::YES),
        AlthingError::VotingOver,
    );
}

#[test]
fn only_an_open_vote_takes_votes() {
    let (w, c) = community();
    let action = [gift(&w, &c)];
    type Make = fn(&mut World, &Community, &[Instruction]) -> Motion;
    let states: [Make; 4] = [
        |w, c, a| w.draft(c, a),
        |w, c, a| w.succeeded(c, a),
        |w, c, a| w.defeated(c, a),
        |w, c, a| w.pass(c, a),
    ];
    for make in states {
        let mut w = w.clone();
        let motion = make(&mut w, &c, &action);
        assert_refused(
            w.vote(&c, &motion, &c.members[2], 0),
            AlthingError::WrongProposalState,
        );
    }
}

#[test]
fn test_cast_vote_refuses_unknown_choices() {
    let (mut w, c, motion) = voting();
    for choice in [3, 255] {
        assert_refused(
            w.vote(&c, &motion, &c.members[0], choice),
            AlthingError::ChoiceUnknown,
        );
    }
    w.vote(&c, &motion, &c.members[0], Proposal::YES).unwrap();
    assert_refused(
        w.vote(&c, &motion, &c.members[0], 3),
        AlthingError::ChoiceUnknown,
    );
    assert_eq!(tally(&w, &motion), (400, 0, 0, 1));
}

#[test]
fn test_cast_vote_refuses_the_hash_of_other_actions() {
    let (mut w, c, motion) = voting();
    let m = &c.members[0];
    let mut bent = motion.hash();
    bent[0] ^= 1;
    let other = Motion {
        actions: vec![gift(&w, &c), gift(&w, &c)],
        ..motion.clone()
    };
    for action_hash in [[0; 32], bent, other.hash()] {
        let ix = c.cast_vote(motion.proposal, m).call(instruction::CastVote {
            choice: 0,
            action_hash,
        });
        assert_refused(
            w.send(&[ix], &[&m.key, &c.renter]),
            AlthingError::ActionHashMismatch,
        );
    }
}

#[test]
fn a_seat_without_weight_at_the_proposals_epoch_has_no_vote() {
    let (mut w, c) = community();
    let late = w.join(&c, "latecomer", 10_000);
    let empty = w.join(&c, "onlooker", 0);
    let action = gift(&w, &c);
    let motion = w.voting(&c, &[action]);
    assert_refused(w.vote(&c, &motion, &late, 0), AlthingError::NoWeight);
    assert_refused(w.vote(&c, &motion, &empty, 0), AlthingError::NoWeight);
    // Nor has it when its weight has begun to count.
    w.next_epoch(&c);
    w.warp_to(proposal(&w, &motion).voting_ends_at - 1);
    assert_refused(w.vote(&c, &motion, &late, 0), AlthingError::NoWeight);
}

#[test]
fn test_cast_vote_refuses_anothers_seat_and_seats_of_other_chambers() {
    let (mut w, c, other) = two_communities();
    let action = gift(&w, &c);
    let motion = w.voting(&c, &[action]);
    let (m, n, stranger) = (&c.members[0], &c.members[1], &other.members[0]);
    w.go(
        &[c.open_seat(c.evaluators, m.address())
            .call(instruction::OpenSeat {})],
        &[&c.renter],
    );
    let mut refused = |accounts: accounts::CastVote, error: AlthingError| {
        let ix = accounts.call(instruction::CastVote {
            choice: 0,
            action_hash: motion.hash(),
        });
        assert_refused(w.send(&[ix], &[&m.key, &stranger.key, &c.renter]), error);
    };
    let at = |seat| accounts::CastVote {
        seat,
        vote_record: pda::vote(&motion.proposal, &seat),
        ..c.cast_vote(motion.proposal, m)
    };
    refused(at(n.seat), AlthingError::WrongHolder);
    refused(
        at(pda::seat(&c.evaluators, &m.address())),
        AlthingError::WrongSeat,
    );
    refused(
        accounts::CastVote {
            voter: stranger.address(),
            ..at(stranger.seat)
        },
        AlthingError::WrongSeat,
    );
}

#[test]
fn a_seat_has_one_record_per_proposal() {
    let (mut w, c, motion) = voting();
    let second = {
        let action = gift(&w, &c);
        w.voting(&c, &[action])
    };
    let m = &c.members[0];
    let record = pda::vote(&second.proposal, &m.seat);
    let accounts = accounts::CastVote {
        vote_record: record,
        ..c.cast_vote(motion.proposal, m)
    };
    let ix = accounts.call(instruction::CastVote {
        choice: 0,
        action_hash: motion.hash(),
    });
    assert_refused(
        w.send(&[ix], &[&m.key, &c.renter]),
        AnchorError::ConstraintSeeds,
    );
    // One seat may vote on both.
    w.vote(&c, &motion, m, Proposal::YES).unwrap();
    w.vote(&c, &second, m, Proposal::NO).unwrap();
}

#[test]
fn two_votes_in_one_transaction_count_once() {
    let (mut w, c, motion) = voting();
    let m = &c.members[0];
    w.go(
        &[cast(&c, &motion, m, 0), cast(&c, &motion, m, 1)],
        &[&m.key, &c.renter],
    );
    assert_eq!(tally(&w, &motion), (0, 400, 0, 1));
}

#[test]
fn a_vote_withdrawn_and_cast_again_in_one_transaction_counts_once() {
    let (mut w, c, motion) = voting();
    let m = &c.members[0];
    w.vote(&c, &motion, m, Proposal::YES).unwrap();
    let withdraw = c
        .withdraw_vote(motion.proposal, m)
        .call(instruction::WithdrawVote {});
    w.go(
        &[withdraw, cast(&c, &motion, m, Proposal::NO)],
        &[&m.key, &c.renter],
    );
    assert_eq!(tally(&w, &motion), (0, 400, 0, 1));
}

#[test]
fn lamports_sent_ahead_to_its_address_do_not_prevent_a_vote() {
    let (mut w, c, motion) = voting();
    let sent_ahead = [1_000_000, w.rent(VoteRecord::SPACE), 1_000_000_000];
    for (m, ahead) in c.members.iter().zip(sent_ahead) {
        let record = pda::vote(&motion.proposal, &m.seat);
        w.svm.airdrop(&record, ahead).unwrap();
        w.vote(&c, &motion, m, Proposal::YES).unwrap();
        assert_eq!(w.lamports(&record), ahead.max(w.rent(VoteRecord::SPACE)));
    }
    assert_eq!(tally(&w, &motion), (900, 0, 0, 3));
}

#[test]
fn a_vote_cannot_be_changed_by_anybody_but_its_voter() {
    let (mut w, c, motion) = voting();
    let (m, thief) = (&c.members[0], &c.members[1]);
    w.vote(&c, &motion, m, Proposal::YES).unwrap();
    let accounts = accounts::CastVote {
        voter: thief.address(),
        ..c.cast_vote(motion.proposal, m)
    };
    let ix = accounts.call(instruction::CastVote {
        choice: Proposal::NO,
        action_hash: motion.hash(),
    });
    assert_refused(
        w.send(&[ix], &[&thief.key, &c.renter]),
        AlthingError::WrongHolder,
    );
    assert_eq!(tally(&w, &motion), (400, 0, 0, 1));
}

#[test]
fn a_payer_without_lamports_is_refused() {
    let (mut w, c, motion) = voting();
    let (m, poor) = (&c.members[0], key("poor"));
    let accounts = accounts::CastVote {
        payer: poor.pubkey(),
        ..c.cast_vote(motion.proposal, m)
    };
    let ix = accounts.call(instruction::CastVote {
        choice: 0,
        action_hash: motion.hash(),
    });
    assert_refused(w.send(&[ix], &[&m.key, &poor]), SYSTEM_NOT_ENOUGH_LAMPORTS);
}
