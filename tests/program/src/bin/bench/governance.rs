//! The room `governance`, instruction by instruction.

use althing::Proposal;
use althing_program_tests::prelude::*;

use crate::report::Report;
use crate::setting::{assert_lucky, place};

pub fn measure(report: &mut Report) {
    let (mut w, c) = place();
    let pay = w.transfer(&c.mint, &c.treasury, &c.members[4].tokens, &c.authority, 5);
    let proposer = &c.members[0].key;

    let create = c.create_proposal(0, &c.members[0]);
    let proposal = create.proposal;
    let create = create.call(instruction::CreateProposal {
        args: c.proposal_args(),
    });
    report.units(
        "create_proposal",
        w.go(&[create], &[proposer, &c.renter]).cu,
    );

    let bytes = payload(&pay);
    let args = althing::AddActionArgs {
        index: 0,
        length: bytes.len() as u16,
        chunk: bytes,
    };
    let add = c
        .add_action(proposal, 0)
        .call(instruction::AddAction { args });
    report.units("add_action", w.go(&[add], &[proposer, &c.renter]).cu);

    let motion = Motion {
        number: 0,
        proposal,
        actions: vec![pay.clone()],
    };
    report.units(
        "submit_proposal",
        w.submit(&c, &motion).expect("submitted").cu,
    );

    let first = w
        .vote(&c, &motion, &c.members[0], Proposal::NO)
        .expect("a vote");
    report.units("cast_vote (first)", first.cu);
    assert_lucky(
        &w,
        &[
            proposal,
            motion.action(0),
            pda::vote(&proposal, &c.members[0].seat),
        ],
    );
    let changed = w
        .vote(&c, &motion, &c.members[0], Proposal::YES)
        .expect("a vote");
    report.units("cast_vote (changed)", changed.cu);
    w.vote(&c, &motion, &c.members[1], Proposal::YES)
        .expect("a vote");
    let withdraw = c
        .withdraw_vote(proposal, &c.members[1])
        .call(instruction::WithdrawVote {});
    report.units("withdraw_vote", w.go(&[withdraw], &[&c.members[1].key]).cu);

    report.units(
        "finalize_proposal",
        w.finalize(&c, &motion).expect("finalized").cu,
    );
    w.wait(config().hold_up);
    report.units(
        "execute_proposal (token transfer)",
        w.execute(&c, &motion, 0).expect("executed").cu,
    );

    let close = c
        .close_vote(proposal, &c.members[0])
        .call(instruction::CloseVote {});
    report.units("close_vote", w.go(&[close], &[]).cu);
    let close = c
        .close_action(proposal, 0)
        .call(instruction::CloseAction {});
    report.units("close_action", w.go(&[close], &[]).cu);
    let close = c
        .close_proposal(proposal)
        .call(instruction::CloseProposal {});
    report.units("close_proposal", w.go(&[close], &[]).cu);

    let motion = w.draft(&c, &[pay]);
    let cancel = c.cancel_proposal(motion.proposal, c.members[0].address());
    report.units(
        "cancel_proposal",
        w.go(
            &[cancel.call(instruction::CancelProposal {})],
            &[&c.members[0].key],
        )
        .cu,
    );

    let mut long = w.empty_draft(&c);
    let mut action = w.transfer(&c.mint, &c.treasury, &c.members[4].tokens, &c.authority, 5);
    action.data.resize(500, 0);
    let bytes = payload(&action);
    let args = althing::AddActionArgs {
        index: 0,
        length: bytes.len() as u16,
        chunk: bytes[..100].to_vec(),
    };
    let add = c
        .add_action(long.proposal, 0)
        .call(instruction::AddAction { args });
    w.go(&[add], &[&c.members[0].key, &c.renter]);
    let rest = instruction::AppendAction {
        offset: 100,
        chunk: bytes[100..].to_vec(),
    };
    let append = c.append_action(long.proposal, 0).call(rest);
    report.units(
        "append_action (532 bytes)",
        w.go(&[append], &[&c.members[0].key]).cu,
    );
    long.actions.push(action);
}
