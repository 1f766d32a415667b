use althing::audit::entry::EntryKind;
use althing::audit::events::EntryAppended;
use althing::Proposal;
use althing_program_tests::prelude::*;

use crate::{gift, proposal, state};

fn cancel(c: &Community, motion: &Motion, canceller: Pubkey) -> Instruction {
    c.cancel_proposal(motion.proposal, canceller)
        .call(instruction::CancelProposal {})
}

#[test]
fn test_cancel_proposal_ok() {
    let (mut w, c) = community();
    let m = &c.members[0];
    let action = gift(&w, &c);
    let (draft, voting) = (w.draft(&c, &[action.clone()]), w.voting(&c, &[action]));
    for motion in [draft, voting] {
        let sent = w.go(&[cancel(&c, &motion, m.address())], &[&m.key]);
        assert_eq!(state(&w, &motion), Proposal::CANCELLED);
        let entry = &sent.events::<EntryAppended>()[0];
        assert_eq!(
            (entry.kind, entry.actor),
            (EntryKind::ProposalCancelled as u16, m.address())
        );
    }
}

#[test]
fn the_proposer_may_until_the_second_before_the_vote_ends() {
    let (mut w, c) = community();
    let m = &c.members[0];
    let action = gift(&w, &c);
    let (first, second) = (w.voting(&c, &[action.clone()]), w.voting(&c, &[action]));
    let end = proposal(&w, &first).voting_ends_at;
    w.warp_to(end - 1);
    w.go(&[cancel(&c, &first, m.address())], &[&m.key]);
    w.warp_to(end);
    assert_refused(
        w.send(&[cancel(&c, &second, m.address())], &[&m.key]),
        AlthingError::VotingOver,
    );
}

#[test]
fn the_proposer_may_not_once_the_vote_is_counted_or_cancelled() {
    let (w, c) = community();
    let m = &c.members[0];
    let action = [gift(&w, &c)];
    type Make = fn(&mut World, &Community, &[Instruction]) -> Motion;
    let states: [Make; 3] = [
        |w, c, a| w.succeeded(c, a),
        |w, c, a| w.defeated(c, a),
        |w, c, a| w.pass(c, a),
    ];
    for make in states {
        let mut w = w.clone();
        let motion = make(&mut w, &c, &action);
        assert_refused(
            w.send(&[cancel(&c, &motion, m.address())], &[&m.key]),
            AlthingError::WrongProposalState,
        );
    }
    let mut w = w.clone();
    let motion = w.draft(&c, &action);
    w.go(&[cancel(&c, &motion, m.address())], &[&m.key]);
    assert_refused(
        w.send(&[cancel(&c, &motion, m.address())], &[&m.key]),
        AlthingError::WrongProposalState,
    );
}

#[test]
fn nobody_else_may() {
    let (mut w, c, other) = two_communities();
    let action = gift(&w, &c);
    let motion = w.voting(&c, &[action]);
    for key in [&c.members[1].key, &c.creator, &c.renter] {
        assert_refused(
            w.send(&[cancel(&c, &motion, key.pubkey())], &[key]),
            AlthingError::NotProposer,
        );
    }
    let foreign = cancel(&c, &motion, other.authority);
    assert_refused(w.as_authority(&other, foreign), AlthingError::NotProposer);
}

#[test]
fn the_authority_may_stop_what_has_succeeded_before_it_is_carried_out() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.voting(&c, &[action.clone()]);
    let stop = w.voting(&c, &[cancel(&c, &motion, c.authority)]);
    for each in [&motion, &stop] {
        w.vote(&c, each, &c.members[0], Proposal::YES).unwrap();
    }
    w.finalize(&c, &motion).unwrap();
    w.finalize(&c, &stop).unwrap();
    w.wait(20);
    let sent = w.execute(&c, &stop, 0).unwrap();
    assert_eq!(state(&w, &motion), Proposal::CANCELLED);
    let entries = sent.events::<EntryAppended>();
    assert_eq!(
        (entries[1].kind, entries[1].actor),
        (EntryKind::ProposalCancelled as u16, c.authority)
    );
    assert_refused(w.execute(&c, &motion, 0), AlthingError::WrongProposalState);
    assert_eq!(w.balance(&c.treasury), SAVINGS);
}

#[test]
fn the_authority_may_also_stop_drafts_and_votes_even_after_their_end() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let (draft, voting) = (w.draft(&c, &[action.clone()]), w.voting(&c, &[action]));
    w.pass(
        &c,
        &[
            cancel(&c, &draft, c.authority),
            cancel(&c, &voting, c.authority),
        ],
    );
    assert_eq!(
        (state(&w, &draft), state(&w, &voting)),
        (Proposal::CANCELLED, Proposal::CANCELLED)
    );
}

#[test]
fn the_authority_cannot_stop_what_is_decided_or_done() {
    let (w, c) = community();
    let action = [gift(&w, &c)];
    type Make = fn(&mut World, &Community, &[Instruction]) -> Motion;
    let states: [Make; 2] = [|w, c, a| w.defeated(c, a), |w, c, a| w.pass(c, a)];
    for make in states {
        let mut w = w.clone();
        let motion = make(&mut w, &c, &action);
        let result = w.as_authority(&c, cancel(&c, &motion, c.authority));
        assert_refused(result, AlthingError::WrongProposalState);
    }
}

#[test]
fn every_wrong_account_is_refused() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.voting(&c, &[action]);
    w.sweep(
        cancel(&c, &motion, c.members[0].address()),
        &[&c.members[0].key],
    )
    .run();
}

#[test]
fn the_log_of_another_organisation_is_refused() {
    let (mut w, c, other) = two_communities();
    let motion = w.empty_draft(&c);
    let m = &c.members[0];
    let accounts = accounts::CancelProposal {
        log: other.log,
        ..c.cancel_proposal(motion.proposal, m.address())
    };
    assert_refused(
        w.send(&[accounts.call(instruction::CancelProposal {})], &[&m.key]),
        AlthingError::WrongLog,
    );
}
