use althing::{Action, AddActionArgs};
use althing_program_tests::prelude::*;

use crate::gift;

/// A draft whose action 0 has the first 40 of 100 bytes.
fn begun() -> (World, Community, Motion) {
    let (mut w, c) = community();
    let motion = w.empty_draft(&c);
    let args = AddActionArgs {
        index: 0,
        length: 100,
        chunk: vec![1; 40],
    };
    let add = c
        .add_action(motion.proposal, 0)
        .call(instruction::AddAction { args });
    w.go(&[add], &[&c.members[0].key, &c.renter]);
    (w, c, motion)
}

fn append(c: &Community, motion: &Motion, offset: u16, chunk: &[u8]) -> Instruction {
    c.append_action(motion.proposal, 0)
        .call(instruction::AppendAction {
            offset,
            chunk: chunk.to_vec(),
        })
}

#[test]
fn test_append_action_ok() {
    let (mut w, c, motion) = begun();
    let signer = [&c.members[0].key];
    w.go(&[append(&c, &motion, 40, &[2; 10])], &signer);
    w.go(&[append(&c, &motion, 50, &[3; 50])], &signer);
    let action: Action = w.borsh(&motion.action(0));
    assert_eq!(
        action.payload,
        [vec![1; 40], vec![2; 10], vec![3; 50]].concat()
    );
    assert_eq!(action.length, 100);
}

#[test]
fn every_wrong_account_is_refused() {
    let (w, c, motion) = begun();
    w.sweep(append(&c, &motion, 40, &[2; 10]), &[&c.members[0].key])
        .run();
}

#[test]
fn test_append_action_refuses_chunks_that_do_not_fit() {
    let (mut w, c, motion) = begun();
    // A gap, an overlap, nothing, one byte too many.
    for (offset, chunk) in [
        (41, &[2; 10][..]),
        (39, &[2; 10]),
        (0, &[2; 10]),
        (40, &[]),
        (40, &[2; 61]),
        (u16::MAX, &[2; 1]),
    ] {
        let ix = append(&c, &motion, offset, chunk);
        assert_refused(
            w.send(&[ix], &[&c.members[0].key]),
            AlthingError::ChunkDoesNotFit,
        );
    }
    let whole = append(&c, &motion, 40, &[2; 60]);
    w.go(&[whole.clone()], &[&c.members[0].key]);
    assert_refused(
        w.send(&[whole], &[&c.members[0].key]),
        AlthingError::ChunkDoesNotFit,
    );
    assert_refused(
        w.send(&[append(&c, &motion, 100, &[2])], &[&c.members[0].key]),
        AlthingError::ChunkDoesNotFit,
    );
}

#[test]
fn only_the_proposer_may() {
    let (mut w, c, motion) = begun();
    let other = &c.members[1];
    let accounts = accounts::AppendAction {
        proposer: other.address(),
        ..c.append_action(motion.proposal, 0)
    };
    let ix = accounts.call(instruction::AppendAction {
        offset: 40,
        chunk: vec![2],
    });
    assert_refused(w.send(&[ix], &[&other.key]), AlthingError::NotProposer);
}

#[test]
fn an_action_of_another_proposal_is_refused() {
    let (mut w, c, motion) = begun();
    let second = w.empty_draft(&c);
    let accounts = accounts::AppendAction {
        action: motion.action(0),
        ..c.append_action(second.proposal, 0)
    };
    let ix = accounts.call(instruction::AppendAction {
        offset: 40,
        chunk: vec![2],
    });
    assert_refused(
        w.send(&[ix], &[&c.members[0].key]),
        AlthingError::WrongAction,
    );
}

#[test]
fn what_was_submitted_cannot_be_changed() {
    let (mut w, c) = community();
    let action = gift(&w, &c);
    let motion = w.voting(&c, &[action]);
    let offset = payload(&motion.actions[0]).len() as u16;
    assert_refused(
        w.send(&[append(&c, &motion, offset, &[0])], &[&c.members[0].key]),
        AlthingError::WrongProposalState,
    );
}

#[test]
fn an_action_of_ten_thousand_bytes_is_appended_and_carried_out() {
    let (mut w, c) = community();
    // A log entry of our own with a payload that only a long action can carry does not exist, so the
    // length is made of accounts and of data behind the transfer's, which the token program ignores.
    let mut long = gift(&w, &c);
    long.data.resize(10_000 - 33 - 33 * long.accounts.len(), 0);
    assert_eq!(payload(&long).len(), 10_000);
    w.as_authority(&c, long).unwrap();
    assert_eq!(w.balance(&c.treasury), SAVINGS - 1);
}
