use althing::audit::entry::EntryKind;
use althing::audit::events::EntryAppended;
use althing::{AddActionArgs, Chamber, Proposal};
use althing_program_tests::prelude::*;

use crate::{gift, proposal, state};

fn submit(c: &Community, motion: &Motion) -> Instruction {
    c.submit_proposal(motion.proposal)
        .call_with(instruction::SubmitProposal {}, &motion.action_metas())
}

/// A draft with one action of these bytes.
fn raw(w: &mut World, c: &Community, length: u16, chunk: &[u8]) -> Motion {
    let mut motion = w.empty_draft(c);
    let args = AddActionArgs {
        index: 0,
        length,
        chunk: chunk.to_vec(),
    };
    let add = c
        .add_action(motion.proposal, 0)
        .call(instruction::AddAction { args });
    w.go(&[add], &[&c.members[0].key, &c.renter]);
    motion.actions.push(gift(w, c));
    motion
}

#[test]
fn test_submit_proposal_ok() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.draft(&c, &[action.clone(), action]);
    w.wait(7);
    let sent = w.submit(&c, &motion).unwrap();

    let p = proposal(&w, &motion);
    let now = w.now();
    assert_eq!((p.state, p.submitted_at), (Proposal::VOTING, now));
    assert_eq!(
        (p.voting_ends_at, p.executable_at, p.expires_at),
        (now + 50, now + 70, now + 170)
    );
    assert_eq!((p.quorum_bps, p.approval_bps), (3_000, 5_000));
    assert_eq!((p.epoch, p.eligible), (w.epoch(&c), 1_000));
    assert_eq!(p.action_hash, motion.hash());
    let entry = &sent.events::<EntryAppended>()[0];
    assert_eq!(
        (entry.kind, entry.actor),
        (EntryKind::ProposalSubmitted as u16, c.members[0].address())
    );
}

#[test]
fn every_wrong_account_is_refused() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.draft(&c, &[action]);
    let wrong = AlthingError::WrongAction;
    w.sweep(submit(&c, &motion), &[&c.members[0].key])
        .expecting(motion.action(0), wrong)
        .run();
}

#[test]
fn the_denominator_is_what_counts_in_this_epoch() {
    let (mut w, c) = community();
    w.deposit(&c, &c.members[4], 5_000);
    let action = gift(&w, &c);
    let motion = w.voting(&c, &[action]);
    assert_eq!(w.zero_copy::<Chamber>(&c.chamber).total.latest(), 6_000);
    assert_eq!(proposal(&w, &motion).eligible, 1_000);
}

#[test]
fn a_proposal_without_actions_is_refused() {
    let (mut w, c) = community();
    let motion = w.empty_draft(&c);
    assert_refused(w.submit(&c, &motion), AlthingError::ActionCountOutOfBounds);
}

#[test]
fn exactly_the_actions_in_order_must_be_passed() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.draft(&c, &[action.clone(), action.clone()]);
    let second = w.draft(&c, &[action.clone(), action]);
    let metas = |addresses: &[Pubkey]| -> Vec<_> {
        addresses
            .iter()
            .map(|address| AccountMeta::new_readonly(*address, false))
            .collect()
    };
    let (a, b) = (motion.action(0), motion.action(1));
    for wrong in [
        &[][..],
        &[a],
        &[b, a],
        &[a, a],
        &[a, b, b],
        &[a, second.action(1)],
        &[a, motion.proposal],
    ] {
        let ix = c
            .submit_proposal(motion.proposal)
            .call_with(instruction::SubmitProposal {}, &metas(wrong));
        assert_refused(
            w.send(&[ix], &[&c.members[0].key]),
            AlthingError::WrongAction,
        );
    }
    w.submit(&c, &motion).unwrap();
}

#[test]
fn sixteen_actions_fit_one_submission() {
    let (mut w, c) = community();
    let motion = w.draft(&c, &vec![gift(&w, &c); 16]);
    w.submit(&c, &motion).unwrap();
    assert_eq!(proposal(&w, &motion).action_hash, motion.hash());
}

#[test]
fn an_incomplete_action_is_refused() {
    let (mut w, c) = community();
    let motion = raw(&mut w, &c, 100, &[0; 99]);
    assert_refused(w.submit(&c, &motion), AlthingError::ActionIncomplete);
}

#[test]
fn actions_that_cannot_be_decoded_are_refused() {
    let (mut w, c) = community();
    let mut truncated = payload(&gift(&w, &c));
    truncated.truncate(33 + 33);
    let unknown_flag = [&[9; 32][..], &[1], &[8; 32], &[4]].concat();
    let too_many = [&[9; 32][..], &[65], &[0; 65 * 33][..500]].concat();
    for bytes in [truncated, unknown_flag, too_many] {
        let motion = raw(&mut w, &c, bytes.len() as u16, &bytes);
        assert_refused(w.submit(&c, &motion), AlthingError::ActionMalformed);
    }
}

#[test]
fn an_action_that_asks_for_another_signature_is_refused() {
    let (mut w, c, other) = two_communities();
    for signer in [c.members[1].address(), other.authority, w.payer.pubkey()] {
        let action = w.transfer(&c.mint, &c.members[1].tokens, &c.treasury, &signer, 1);
        let motion = w.draft(&c, &[gift(&w, &c), action]);
        assert_refused(w.submit(&c, &motion), AlthingError::ActionSignerNotAllowed);
    }
}

#[test]
fn an_action_that_writes_to_its_own_proposal_is_refused() {
    let (mut w, c) = community();
    let mut motion = w.empty_draft(&c);
    let action = gift(&w, &c);
    for address in [motion.proposal, motion.action(0)] {
        let mut w = w.clone();
        let mut spoiled = action.clone();
        spoiled.accounts.push(AccountMeta::new(address, false));
        let mut motion = motion.clone();
        w.add_action(&c, &mut motion, &spoiled);
        assert_refused(w.submit(&c, &motion), AlthingError::ActionTouchesProposal);
    }
    // To read it is harmless.
    let mut reading = action;
    reading
        .accounts
        .push(AccountMeta::new_readonly(motion.proposal, false));
    w.add_action(&c, &mut motion, &reading);
    w.submit(&c, &motion).unwrap();
}

#[test]
fn only_the_proposer_with_its_own_seat_may() {
    let (mut w, c, other) = two_communities();
    let action = gift(&w, &c);
    let motion = w.draft(&c, &[action]);
    let (m, n) = (&c.members[0], &c.members[1]);
    let mut refused = |accounts: accounts::SubmitProposal, error| {
        let ix = accounts.call_with(instruction::SubmitProposal {}, &motion.action_metas());
        assert_refused(w.send(&[ix], &[&m.key, &n.key]), error);
    };
    let a = || c.submit_proposal(motion.proposal);
    refused(
        accounts::SubmitProposal {
            proposer: n.address(),
            seat: n.seat,
            ..a()
        },
        AlthingError::NotProposer,
    );
    refused(
        accounts::SubmitProposal {
            seat: n.seat,
            ..a()
        },
        AlthingError::WrongHolder,
    );
    refused(
        accounts::SubmitProposal {
            seat: other.members[0].seat,
            ..a()
        },
        AlthingError::WrongSeat,
    );
    refused(
        accounts::SubmitProposal {
            chamber: c.evaluators,
            ..a()
        },
        AlthingError::WrongChamber,
    );
    refused(
        accounts::SubmitProposal {
            chamber: other.chamber,
            ..a()
        },
        AlthingError::WrongChamber,
    );
    refused(
        accounts::SubmitProposal {
            log: other.log,
            ..a()
        },
        AlthingError::WrongLog,
    );
    refused(
        accounts::SubmitProposal {
            dao: other.dao,
            log: other.log,
            ..a()
        },
        AlthingError::WrongDao,
    );
}

#[test]
fn test_submit_proposal_refuses_twice() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.voting(&c, &[action]);
    assert_refused(w.submit(&c, &motion), AlthingError::WrongProposalState);
    w.wait(60);
    w.finalize(&c, &motion).unwrap();
    assert_refused(w.submit(&c, &motion), AlthingError::WrongProposalState);
}

#[test]
fn a_proposer_who_has_left_meanwhile_cannot_submit() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.draft(&c, &[action]);
    let m = &c.members[0];
    w.go(
        &[c.request_withdrawal(m)
            .call(instruction::RequestWithdrawal { amount: 351 })],
        &[&m.key],
    );
    w.next_epoch(&c);
    assert_refused(w.submit(&c, &motion), AlthingError::BelowProposalThreshold);
    assert_eq!(state(&w, &motion), Proposal::DRAFT);
}

#[test]
fn rules_are_those_of_the_submission_not_of_the_draft() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.draft(&c, &[action]);
    let rules = althing::Config {
        quorum_bps: 1,
        voting_period: 60,
        ..config()
    };
    w.pass(
        &c,
        &[c.update_config()
            .call(instruction::UpdateConfig { config: rules })],
    );
    w.submit(&c, &motion).unwrap();
    let p = proposal(&w, &motion);
    assert_eq!((p.quorum_bps, p.voting_ends_at), (1, w.now() + 60));
}
