use althing::Action;
use althing_program_tests::prelude::*;

use crate::{gift, proposal};

fn close(c: &Community, motion: &Motion, index: u8) -> Instruction {
    c.close_action(motion.proposal, index)
        .call(instruction::CloseAction {})
}

#[test]
fn test_close_action_ok() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.pass(&c, &[action.clone(), action]);
    let length = w.borsh::<Action>(&motion.action(0)).length;
    let before = w.lamports(&c.renter.pubkey());
    w.go(&[close(&c, &motion, 1)], &[]);
    assert!(!w.exists(&motion.action(1)));
    assert_eq!(
        w.lamports(&c.renter.pubkey()) - before,
        w.rent(Action::space(length))
    );
    assert_eq!(proposal(&w, &motion).open_actions, 1);
    assert_refused(
        w.send(&[close(&c, &motion, 1)], &[]),
        AnchorError::AccountNotInitialized,
    );
}

#[test]
fn every_wrong_account_is_refused() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.pass(&c, &[action]);
    w.sweep(close(&c, &motion, 0), &[]).run();
}

#[test]
fn actions_of_unfinished_proposals_stay() {
    let (w, c) = community();
    let action = [gift(&w, &c)];
    type Make = fn(&mut World, &Community, &[Instruction]) -> Motion;
    let states: [Make; 4] = [
        |w, c, a| w.draft(c, a),
        |w, c, a| w.voting(c, a),
        |w, c, a| w.succeeded(c, a),
        |w, c, a| w.executable(c, a),
    ];
    for make in states {
        let mut w = w.clone();
        let motion = make(&mut w, &c, &action);
        assert_refused(
            w.send(&[close(&c, &motion, 0)], &[]),
            AlthingError::ProposalNotFinished,
        );
    }
}

#[test]
fn a_half_executed_proposal_keeps_even_its_executed_action() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.executable(&c, &[action.clone(), action]);
    w.execute(&c, &motion, 0).unwrap();
    assert_refused(
        w.send(&[close(&c, &motion, 0)], &[]),
        AlthingError::ProposalNotFinished,
    );
}

#[test]
fn an_expired_proposals_actions_close_from_the_second_of_expiry() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.succeeded(&c, &[action]);
    w.warp_to(proposal(&w, &motion).expires_at - 1);
    assert_refused(
        w.send(&[close(&c, &motion, 0)], &[]),
        AlthingError::ProposalNotFinished,
    );
    w.wait(1);
    w.go(&[close(&c, &motion, 0)], &[]);
}

#[test]
fn test_close_action_refuses_wrong_accounts() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let (motion, second) = (w.defeated(&c, &[action.clone()]), w.defeated(&c, &[action]));
    let mut refused = |accounts: accounts::CloseAction, error| {
        assert_refused(
            w.send(&[accounts.call(instruction::CloseAction {})], &[]),
            error,
        );
    };
    let a = || c.close_action(motion.proposal, 0);
    refused(
        accounts::CloseAction {
            payer: c.creator.pubkey(),
            ..a()
        },
        AlthingError::WrongPayer,
    );
    refused(
        accounts::CloseAction {
            proposal: second.proposal,
            ..a()
        },
        AlthingError::WrongAction,
    );
    refused(
        accounts::CloseAction {
            action: second.action(0),
            ..a()
        },
        AlthingError::WrongAction,
    );
}
