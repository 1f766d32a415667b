use althing::{Proposal, VoteRecord};
use althing_program_tests::prelude::*;

use crate::{gift, proposal};

fn close(c: &Community, motion: &Motion, m: &Member) -> Instruction {
    c.close_vote(motion.proposal, m)
        .call(instruction::CloseVote {})
}

/// A vote of members 0 and 1 that has been counted.
fn counted() -> (World, Community, Motion) {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.succeeded(&c, &[action]);
    (w, c, motion)
}

#[test]
fn test_close_vote_ok() {
    let (mut w, c, motion) = counted();
    let before = w.lamports(&c.renter.pubkey());
    // Anybody may: nobody but the payer of fees signs.
    w.go(&[close(&c, &motion, &c.members[0])], &[]);
    assert!(!w.exists(&pda::vote(&motion.proposal, &c.members[0].seat)));
    assert_eq!(
        w.lamports(&c.renter.pubkey()) - before,
        w.rent(VoteRecord::SPACE)
    );
    let p = proposal(&w, &motion);
    // What was counted stays counted.
    assert_eq!((p.open_votes, p.yes), (1, 700));
}

#[test]
fn test_close_vote_refuses_twice() {
    let (mut w, c, motion) = counted();
    w.go(&[close(&c, &motion, &c.members[0])], &[]);
    let result = w.send(&[close(&c, &motion, &c.members[0])], &[]);
    assert_refused(result, AnchorError::AccountOwnedByWrongProgram);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, motion) = counted();
    w.sweep(close(&c, &motion, &c.members[0]), &[]).run();
}

#[test]
fn a_vote_that_is_not_counted_yet_stays() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.voting(&c, &[action]);
    w.vote(&c, &motion, &c.members[0], Proposal::YES).unwrap();
    assert_refused(
        w.send(&[close(&c, &motion, &c.members[0])], &[]),
        AlthingError::ProposalNotFinished,
    );
    // Its time is over, but nobody has counted it.
    w.wait(51);
    assert_refused(
        w.send(&[close(&c, &motion, &c.members[0])], &[]),
        AlthingError::ProposalNotFinished,
    );
}

#[test]
fn votes_on_a_cancelled_proposal_are_closed() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.voting(&c, &[action]);
    let m = &c.members[0];
    w.vote(&c, &motion, m, Proposal::YES).unwrap();
    let cancel = c
        .cancel_proposal(motion.proposal, m.address())
        .call(instruction::CancelProposal {});
    w.go(&[cancel, close(&c, &motion, m)], &[&m.key]);
    assert_eq!(proposal(&w, &motion).open_votes, 0);
}

#[test]
fn test_close_vote_refuses_wrong_accounts() {
    let (mut w, c, motion) = counted();
    let second = {
        let action = gift(&w, &c);
        w.succeeded(&c, &[action])
    };
    let m = &c.members[0];
    let mut refused = |accounts: accounts::CloseVote, error| {
        assert_refused(
            w.send(&[accounts.call(instruction::CloseVote {})], &[]),
            error,
        );
    };
    let a = || c.close_vote(motion.proposal, m);
    refused(
        accounts::CloseVote {
            payer: m.address(),
            ..a()
        },
        AlthingError::WrongPayer,
    );
    refused(
        accounts::CloseVote {
            proposal: second.proposal,
            ..a()
        },
        AlthingError::WrongVoteRecord,
    );
    let foreign = pda::vote(&second.proposal, &m.seat);
    refused(
        accounts::CloseVote {
            vote_record: foreign,
            ..a()
        },
        AlthingError::WrongVoteRecord,
    );
}
