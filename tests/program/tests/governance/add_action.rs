use althing::{Action, AddActionArgs};
use althing_program_tests::prelude::*;

use crate::{gift, proposal};

fn add(c: &Community, motion: &Motion, index: u8, length: u16, chunk: &[u8]) -> Instruction {
    let args = AddActionArgs {
        index,
        length,
        chunk: chunk.to_vec(),
    };
    c.add_action(motion.proposal, index)
        .call(instruction::AddAction { args })
}

fn send(w: &mut World, c: &Community, ix: Instruction) -> Result<Sent, Refusal> {
    w.send(&[ix], &[&c.members[0].key, &c.renter])
}

#[test]
fn test_add_action_ok() {
    let (mut w, c) = community();
    let motion = w.empty_draft(&c);
    let bytes = payload(&gift(&w, &c));
    let before = w.lamports(&c.renter.pubkey());
    let ix = add(&c, &motion, 0, bytes.len() as u16, &bytes);
    send(&mut w, &c, ix).unwrap();

    let action: Action = w.borsh(&motion.action(0));
    assert_eq!(
        (action.version, action.index, action.proposal),
        (1, 0, motion.proposal)
    );
    assert_eq!(
        (action.payer, usize::from(action.length)),
        (c.renter.pubkey(), bytes.len())
    );
    assert_eq!(action.payload, bytes);
    assert_eq!(
        before - w.lamports(&c.renter.pubkey()),
        w.rent(Action::space(action.length))
    );
    let p = proposal(&w, &motion);
    assert_eq!(
        (p.action_count, p.open_actions, p.actions_executed),
        (1, 1, 0)
    );
}

#[test]
fn every_wrong_account_is_refused() {
    let (mut w, c) = community();
    let motion = w.empty_draft(&c);
    w.sweep(
        add(&c, &motion, 0, 33, &[0; 33]),
        &[&c.members[0].key, &c.renter],
    )
    .run();
}

#[test]
fn test_add_action_length_bounds() {
    let (mut w, c) = community();
    let motion = w.empty_draft(&c);
    for length in [0, 32, 10_001, u16::MAX] {
        let ix = add(&c, &motion, 0, length, &[]);
        assert_refused(send(&mut w, &c, ix), AlthingError::ActionLengthOutOfBounds);
    }
    for (index, length) in [(0, 33), (1, 10_000)] {
        let ix = add(&c, &motion, index, length, &[]);
        send(&mut w, &c, ix).unwrap();
    }
}

#[test]
fn test_add_action_refuses_more_bytes_than_announced() {
    let (mut w, c) = community();
    let motion = w.empty_draft(&c);
    let ix = add(&c, &motion, 0, 33, &[0; 34]);
    assert_refused(send(&mut w, &c, ix), AlthingError::ChunkDoesNotFit);
}

#[test]
fn actions_are_added_in_order_and_once() {
    let (mut w, c) = community();
    let motion = w.empty_draft(&c);
    for index in [1, 16, 255] {
        let ix = add(&c, &motion, index, 33, &[0; 33]);
        assert_refused(send(&mut w, &c, ix), AlthingError::WrongActionIndex);
    }
    let ix = add(&c, &motion, 0, 33, &[0; 33]);
    send(&mut w, &c, ix.clone()).unwrap();
    assert_refused(send(&mut w, &c, ix), AlthingError::WrongActionIndex);
}

#[test]
fn a_proposal_has_at_most_sixteen_actions() {
    let (mut w, c) = community();
    let motion = w.empty_draft(&c);
    for index in 0..16 {
        let ix = add(&c, &motion, index, 33, &[0; 33]);
        send(&mut w, &c, ix).unwrap();
    }
    let ix = add(&c, &motion, 16, 33, &[0; 33]);
    assert_refused(send(&mut w, &c, ix), AlthingError::ActionCountOutOfBounds);
    assert_eq!(proposal(&w, &motion).action_count, 16);
}

#[test]
fn only_the_proposer_may() {
    let (mut w, c) = community();
    let motion = w.empty_draft(&c);
    let other = &c.members[1];
    let accounts = accounts::AddAction {
        proposer: other.address(),
        ..c.add_action(motion.proposal, 0)
    };
    let args = AddActionArgs {
        index: 0,
        length: 33,
        chunk: vec![],
    };
    let ix = accounts.call(instruction::AddAction { args });
    assert_refused(
        w.send(&[ix], &[&other.key, &c.renter]),
        AlthingError::NotProposer,
    );
}

#[test]
fn nothing_is_added_once_the_proposal_is_no_draft() {
    let (w, c) = community();
    let action = gift(&w, &c);
    type Make = fn(&mut World, &Community, &Instruction) -> Motion;
    let states: [Make; 4] = [
        |w, c, a| w.voting(c, std::slice::from_ref(a)),
        |w, c, a| w.succeeded(c, std::slice::from_ref(a)),
        |w, c, a| w.defeated(c, std::slice::from_ref(a)),
        |w, c, a| w.pass(c, std::slice::from_ref(a)),
    ];
    for make in states {
        let mut w = w.clone();
        let motion = make(&mut w, &c, &action);
        let ix = add(&c, &motion, 1, 33, &[0; 33]);
        assert_refused(send(&mut w, &c, ix), AlthingError::WrongProposalState);
    }
}

#[test]
fn lamports_sent_ahead_to_its_address_do_not_prevent_an_action() {
    let (mut w, c) = community();
    let motion = w.empty_draft(&c);
    // Less than the rent, the rent, and more.
    for (index, ahead) in [1_000_000, w.rent(Action::space(33)), 1_000_000_000]
        .into_iter()
        .enumerate()
    {
        w.svm.airdrop(&motion.action(index as u8), ahead).unwrap();
        let before = w.lamports(&c.renter.pubkey());
        let ix = add(&c, &motion, index as u8, 33, &[7; 33]);
        send(&mut w, &c, ix).unwrap();
        assert_eq!(
            w.borsh::<Action>(&motion.action(index as u8)).payload,
            [7; 33]
        );
        let missing = w.rent(Action::space(33)).saturating_sub(ahead);
        assert_eq!(before - w.lamports(&c.renter.pubkey()), missing);
    }
}
