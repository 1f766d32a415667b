use althing::audit::entry::EntryKind;
use althing::audit::events::EntryAppended;
use althing::{Config, Proposal};
use althing_program_tests::prelude::*;

use crate::{gift, proposal, state};

fn finalize(c: &Community, motion: &Motion) -> Instruction {
    c.finalize_proposal(motion.proposal)
        .call(instruction::FinalizeProposal {})
}

/// The state after these votes of the members with 400, 300, 200, 80 and 20, under these rules.
fn outcome(quorum_bps: u16, approval_bps: u16, votes: &[Option<u8>]) -> u8 {
    let (mut w, c) = community();
    let rules = Config {
        quorum_bps,
        approval_bps,
        ..config()
    };
    w.pass(
        &c,
        &[c.update_config()
            .call(instruction::UpdateConfig { config: rules })],
    );
    let action = gift(&w, &c);
    let motion = w.voting(&c, &[action]);
    for (m, choice) in c.members.iter().zip(votes) {
        if let Some(choice) = choice {
            w.vote(&c, &motion, m, *choice).unwrap();
        }
    }
    w.finalize(&c, &motion).unwrap();
    state(&w, &motion)
}

const Y: Option<u8> = Some(Proposal::YES);
const N: Option<u8> = Some(Proposal::NO);
const A: Option<u8> = Some(Proposal::ABSTAIN);
const X: Option<u8> = None;

#[test]
fn test_finalize_proposal_ok() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.voting(&c, &[action]);
    w.vote(&c, &motion, &c.members[0], Proposal::YES).unwrap();
    let sent = w.finalize(&c, &motion).unwrap();
    let p = proposal(&w, &motion);
    assert_eq!((p.state, p.finalized_slot), (Proposal::SUCCEEDED, w.slot()));
    assert_eq!((p.yes, p.eligible), (400, 1_000));
    let entry = &sent.events::<EntryAppended>()[0];
    assert_eq!(
        (entry.kind, entry.actor),
        (EntryKind::ProposalFinalized as u16, c.members[0].address())
    );
}

#[test]
fn the_vote_is_counted_from_the_second_in_which_it_ends() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.voting(&c, &[action]);
    let end = proposal(&w, &motion).voting_ends_at;
    assert_refused(
        w.send(&[finalize(&c, &motion)], &[]),
        AlthingError::VotingNotOver,
    );
    w.warp_to(end - 1);
    assert_refused(
        w.send(&[finalize(&c, &motion)], &[]),
        AlthingError::VotingNotOver,
    );
    w.warp_to(end);
    w.go(&[finalize(&c, &motion)], &[]);
}

#[test]
fn a_unanimous_vote_is_not_counted_early_either() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.voting(&c, &[action]);
    for m in &c.members {
        w.vote(&c, &motion, m, Proposal::YES).unwrap();
    }
    assert_refused(
        w.send(&[finalize(&c, &motion)], &[]),
        AlthingError::VotingNotOver,
    );
}

#[test]
fn test_finalize_proposal_refuses_twice() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.succeeded(&c, &[action]);
    assert_refused(
        w.send(&[finalize(&c, &motion)], &[]),
        AlthingError::WrongProposalState,
    );
}

#[test]
fn test_finalize_proposal_refuses_drafts_and_cancelled_ones() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.draft(&c, &[action]);
    assert_refused(
        w.send(&[finalize(&c, &motion)], &[]),
        AlthingError::WrongProposalState,
    );
    let m = &c.members[0];
    let cancel = c
        .cancel_proposal(motion.proposal, m.address())
        .call(instruction::CancelProposal {});
    w.go(&[cancel], &[&m.key]);
    assert_refused(
        w.send(&[finalize(&c, &motion)], &[]),
        AlthingError::WrongProposalState,
    );
}

#[test]
fn every_wrong_account_is_refused() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.voting(&c, &[action]);
    w.wait(50);
    w.sweep(finalize(&c, &motion), &[]).run();
}

#[test]
fn the_log_of_another_organisation_is_refused() {
    let (mut w, c, other) = two_communities();
    let action = gift(&w, &c);
    let motion = w.voting(&c, &[action]);
    w.wait(50);
    let accounts = accounts::FinalizeProposal {
        log: other.log,
        ..c.finalize_proposal(motion.proposal)
    };
    assert_refused(
        w.send(&[accounts.call(instruction::FinalizeProposal {})], &[]),
        AlthingError::WrongLog,
    );
}

#[test]
fn quorum_is_reached_exactly_and_abstentions_count_for_it() {
    assert_eq!(outcome(4_000, 5_000, &[Y]), Proposal::SUCCEEDED);
    assert_eq!(outcome(4_001, 5_000, &[Y]), Proposal::DEFEATED);
    assert_eq!(outcome(4_001, 5_000, &[Y, X, X, X, A]), Proposal::SUCCEEDED);
    assert_eq!(
        outcome(10_000, 5_000, &[Y, Y, Y, Y, A]),
        Proposal::SUCCEEDED
    );
    assert_eq!(outcome(10_000, 5_000, &[Y, Y, Y, Y, X]), Proposal::DEFEATED);
}

#[test]
fn approval_is_reached_exactly_and_abstentions_do_not_count_for_it() {
    // 400 of 700 are 57.14 %.
    assert_eq!(outcome(1, 5_714, &[Y, N]), Proposal::SUCCEEDED);
    assert_eq!(outcome(1, 5_715, &[Y, N]), Proposal::DEFEATED);
    assert_eq!(outcome(1, 5_715, &[Y, N, A, A, A]), Proposal::DEFEATED);
    assert_eq!(outcome(1, 10_000, &[Y, A, A, A, A]), Proposal::SUCCEEDED);
    assert_eq!(outcome(1, 10_000, &[Y, Y, Y, Y, N]), Proposal::DEFEATED);
}

#[test]
fn ties_silence_and_abstention_alone_fail() {
    // 300 + 200 against 400 + 80 + 20.
    assert_eq!(outcome(1, 5_000, &[N, Y, Y, N, N]), Proposal::DEFEATED);
    assert_eq!(outcome(1, 5_000, &[N, Y, Y, N, X]), Proposal::SUCCEEDED);
    assert_eq!(outcome(1, 5_000, &[X; 5]), Proposal::DEFEATED);
    assert_eq!(outcome(1, 5_000, &[A; 5]), Proposal::DEFEATED);
    assert_eq!(outcome(1, 5_000, &[N; 5]), Proposal::DEFEATED);
}
