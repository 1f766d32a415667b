use althing::governance::events::VoteWithdrawn;
use althing::{Proposal, VoteRecord};
use althing_program_tests::prelude::*;

use crate::{gift, proposal};

/// Members 0 and 1 have voted yes.
fn voted() -> (World, Community, Motion) {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.voting(&c, &[action]);
    for m in &c.members[..2] {
        w.vote(&c, &motion, m, Proposal::YES).unwrap();
    }
    (w, c, motion)
}

fn withdraw(c: &Community, motion: &Motion, m: &Member) -> Instruction {
    c.withdraw_vote(motion.proposal, m)
        .call(instruction::WithdrawVote {})
}

#[test]
fn test_withdraw_vote_ok() {
    let (mut w, c, motion) = voted();
    let m = &c.members[0];
    let before = w.lamports(&c.renter.pubkey());
    let sent = w.go(&[withdraw(&c, &motion, m)], &[&m.key]);
    let p = proposal(&w, &motion);
    assert_eq!((p.yes, p.open_votes), (300, 1));
    assert!(!w.exists(&pda::vote(&motion.proposal, &m.seat)));
    assert_eq!(
        w.lamports(&c.renter.pubkey()) - before,
        w.rent(VoteRecord::SPACE)
    );
    let event = &sent.events::<VoteWithdrawn>()[0];
    assert_eq!(
        (event.proposal, event.voter),
        (motion.proposal, m.address())
    );
}

#[test]
fn who_withdrew_may_vote_again_with_the_same_weight() {
    let (mut w, c, motion) = voted();
    let m = &c.members[0];
    w.go(&[withdraw(&c, &motion, m)], &[&m.key]);
    assert_refused(
        w.send(&[withdraw(&c, &motion, m)], &[&m.key]),
        AnchorError::AccountOwnedByWrongProgram,
    );
    w.vote(&c, &motion, m, Proposal::NO).unwrap();
    let p = proposal(&w, &motion);
    assert_eq!((p.yes, p.no, p.open_votes), (300, 400, 2));
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, motion) = voted();
    w.sweep(withdraw(&c, &motion, &c.members[0]), &[&c.members[0].key])
        .run();
}

#[test]
fn nothing_is_withdrawn_from_the_end_of_the_vote_on() {
    let (mut w, c, motion) = voted();
    let m = &c.members[0];
    let end = proposal(&w, &motion).voting_ends_at;
    w.warp_to(end);
    assert_refused(
        w.send(&[withdraw(&c, &motion, m)], &[&m.key]),
        AlthingError::VotingOver,
    );
    w.finalize(&c, &motion).unwrap();
    assert_refused(
        w.send(&[withdraw(&c, &motion, m)], &[&m.key]),
        AlthingError::WrongProposalState,
    );
}

#[test]
fn the_last_second_is_early_enough() {
    let (mut w, c, motion) = voted();
    let m = &c.members[0];
    w.warp_to(proposal(&w, &motion).voting_ends_at - 1);
    w.go(&[withdraw(&c, &motion, m)], &[&m.key]);
}

#[test]
fn test_withdraw_vote_refuses_wrong_accounts() {
    let (mut w, c, motion) = voted();
    let second = {
        let action = gift(&w, &c);
        w.voting(&c, &[action])
    };
    let (m, n) = (&c.members[0], &c.members[1]);
    w.vote(&c, &second, m, Proposal::YES).unwrap();
    let mut refused = |accounts: accounts::WithdrawVote, error: AlthingError| {
        assert_refused(
            w.send(
                &[accounts.call(instruction::WithdrawVote {})],
                &[&m.key, &n.key],
            ),
            error,
        );
    };
    let a = || c.withdraw_vote(motion.proposal, m);
    refused(
        accounts::WithdrawVote {
            voter: n.address(),
            ..a()
        },
        AlthingError::WrongVoteRecord,
    );
    refused(
        accounts::WithdrawVote {
            payer: n.address(),
            ..a()
        },
        AlthingError::WrongPayer,
    );
    let foreign = pda::vote(&second.proposal, &m.seat);
    refused(
        accounts::WithdrawVote {
            vote_record: foreign,
            ..a()
        },
        AlthingError::WrongVoteRecord,
    );
    refused(
        accounts::WithdrawVote {
            proposal: second.proposal,
            ..a()
        },
        AlthingError::WrongVoteRecord,
    );
}
