use althing::Proposal;
use althing_program_tests::prelude::*;

use crate::gift;

fn close(c: &Community, motion: &Motion) -> Instruction {
    c.close_proposal(motion.proposal)
        .call(instruction::CloseProposal {})
}

/// Closes the proposal's actions and the votes of members 0 and 1.
fn close_children(w: &mut World, c: &Community, motion: &Motion) {
    for m in &c.members {
        if w.exists(&pda::vote(&motion.proposal, &m.seat)) {
            w.go(
                &[c.close_vote(motion.proposal, m)
                    .call(instruction::CloseVote {})],
                &[],
            );
        }
    }
    for index in 0..motion.actions.len() {
        w.go(
            &[c.close_action(motion.proposal, index as u8)
                .call(instruction::CloseAction {})],
            &[],
        );
    }
}

#[test]
fn test_close_proposal_ok() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.pass(&c, &[action]);
    close_children(&mut w, &c, &motion);
    let before = w.lamports(&c.renter.pubkey());
    w.go(&[close(&c, &motion)], &[]);
    assert!(!w.exists(&motion.proposal));
    assert_eq!(
        w.lamports(&c.renter.pubkey()) - before,
        w.rent(Proposal::SPACE)
    );
    assert_refused(
        w.send(&[close(&c, &motion)], &[]),
        AnchorError::AccountOwnedByWrongProgram,
    );
}

#[test]
fn every_wrong_account_is_refused() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.pass(&c, &[action]);
    close_children(&mut w, &c, &motion);
    w.sweep(close(&c, &motion), &[]).run();
}

#[test]
fn votes_and_actions_come_first() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.defeated(&c, &[action]);
    assert_refused(
        w.send(&[close(&c, &motion)], &[]),
        AlthingError::ProposalHasChildren,
    );
    w.go(
        &[c.close_action(motion.proposal, 0)
            .call(instruction::CloseAction {})],
        &[],
    );
    assert_refused(
        w.send(&[close(&c, &motion)], &[]),
        AlthingError::ProposalHasChildren,
    );
    w.go(
        &[c.close_vote(motion.proposal, &c.members[0])
            .call(instruction::CloseVote {})],
        &[],
    );
    w.go(&[close(&c, &motion)], &[]);
}

#[test]
fn an_action_alone_keeps_it_open() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.voting(&c, &[action]);
    w.finalize(&c, &motion).unwrap();
    assert_refused(
        w.send(&[close(&c, &motion)], &[]),
        AlthingError::ProposalHasChildren,
    );
}

#[test]
fn unfinished_proposals_stay() {
    let (w, c) = community();
    let action = [gift(&w, &c)];
    type Make = fn(&mut World, &Community, &[Instruction]) -> Motion;
    let states: [Make; 3] = [
        |w, c, a| w.draft(c, a),
        |w, c, a| w.voting(c, a),
        |w, c, a| w.succeeded(c, a),
    ];
    for make in states {
        let mut w = w.clone();
        let motion = make(&mut w, &c, &action);
        assert_refused(
            w.send(&[close(&c, &motion)], &[]),
            AlthingError::ProposalNotFinished,
        );
    }
}

#[test]
fn an_expired_proposal_closes_from_the_second_of_expiry() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.succeeded(&c, &[action]);
    let expiry = w.zero_copy::<Proposal>(&motion.proposal).expires_at;
    w.warp_to(expiry - 1);
    assert_refused(
        w.send(&[close(&c, &motion)], &[]),
        AlthingError::ProposalNotFinished,
    );
    w.warp_to(expiry);
    close_children(&mut w, &c, &motion);
    w.go(&[close(&c, &motion)], &[]);
}

#[test]
fn a_cancelled_empty_draft_closes_at_once() {
    let (mut w, c) = community();
    let motion = w.empty_draft(&c);
    let m = &c.members[0];
    assert_refused(
        w.send(&[close(&c, &motion)], &[]),
        AlthingError::ProposalNotFinished,
    );
    w.go(
        &[c.cancel_proposal(motion.proposal, m.address())
            .call(instruction::CancelProposal {})],
        &[&m.key],
    );
    w.go(&[close(&c, &motion)], &[]);
}

#[test]
fn the_rent_goes_to_nobody_but_its_payer() {
    let (mut w, c) = community();
    let motion = w.empty_draft(&c);
    let m = &c.members[0];
    w.go(
        &[c.cancel_proposal(motion.proposal, m.address())
            .call(instruction::CancelProposal {})],
        &[&m.key],
    );
    let accounts = accounts::CloseProposal {
        payer: m.address(),
        ..c.close_proposal(motion.proposal)
    };
    assert_refused(
        w.send(&[accounts.call(instruction::CloseProposal {})], &[&m.key]),
        AlthingError::WrongPayer,
    );
}

#[test]
fn a_number_is_never_used_again() {
    let (mut w, c) = community();
    let motion = w.empty_draft(&c);
    let m = &c.members[0];
    w.go(
        &[c.cancel_proposal(motion.proposal, m.address())
            .call(instruction::CancelProposal {})],
        &[&m.key],
    );
    w.go(&[close(&c, &motion)], &[]);
    let again = c.create_proposal(0, m).call(instruction::CreateProposal {
        args: c.proposal_args(),
    });
    assert_refused(
        w.send(&[again], &[&m.key, &c.renter]),
        AnchorError::ConstraintSeeds,
    );
    assert_eq!(w.empty_draft(&c).number, 1);
}
