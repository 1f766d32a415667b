//! Whole flows: what a community pays for one decision.

use althing::{AddActionArgs, Proposal};
use althing_program_tests::prelude::*;

use crate::report::Report;
use crate::setting::{assert_lucky, place};

/// Propose, vote with three voters, execute one SPL transfer, and close everything: four transactions,
/// because votes follow submission and execution may not share a slot with finalisation.
pub fn measure(report: &mut Report) {
    let (mut w, c) = place();
    let before = w.lamports(&c.renter.pubkey());
    let pay = w.transfer(&c.mint, &c.treasury, &c.members[4].tokens, &c.authority, 5);
    let create = c.create_proposal(0, &c.members[0]);
    let motion = Motion {
        number: 0,
        proposal: create.proposal,
        actions: vec![pay],
    };

    let sent = [
        propose(&mut w, &c, &motion),
        vote(&mut w, &c, &motion),
        finalize(&mut w, &c, &motion),
        execute(&mut w, &c, &motion),
    ];
    report.flow(
        "transfer by vote, in all",
        sent.iter().map(|sent| sent.cu).sum(),
    );
    for (step, sent) in ["propose", "three votes", "finalize", "execute and close"]
        .iter()
        .zip(&sent)
    {
        report.flow(&format!("transfer by vote, {step}"), sent.cu);
    }
    report.flow("transfer by vote, transactions", sent.len() as u64);
    report.flow(
        "transfer by vote, signatures",
        sent.iter().map(|sent| sent.signatures as u64).sum(),
    );
    report.flow(
        "transfer by vote, bytes of the largest transaction",
        sent.iter().map(|s| s.size as u64).max().unwrap_or(0),
    );
    report.flow(
        "transfer by vote, lamports not returned",
        before - w.lamports(&c.renter.pubkey()),
    );
}

fn propose(w: &mut World, c: &Community, motion: &Motion) -> Sent {
    let args = c.proposal_args();
    let create = c
        .create_proposal(motion.number, &c.members[0])
        .call(instruction::CreateProposal { args });
    let chunk = payload(&motion.actions[0]);
    let args = AddActionArgs {
        index: 0,
        length: chunk.len() as u16,
        chunk,
    };
    let add = c
        .add_action(motion.proposal, 0)
        .call(instruction::AddAction { args });
    let submit = c
        .submit_proposal(motion.proposal)
        .call_with(instruction::SubmitProposal {}, &motion.action_metas());
    w.go(&[create, add, submit], &[&c.members[0].key, &c.renter])
}

fn vote(w: &mut World, c: &Community, motion: &Motion) -> Sent {
    let voters = &c.members[..3];
    let data = || instruction::CastVote {
        choice: Proposal::YES,
        action_hash: motion.hash(),
    };
    let votes: Vec<_> = voters
        .iter()
        .map(|member| c.cast_vote(motion.proposal, member).call(data()))
        .collect();
    let signers: Vec<_> = voters
        .iter()
        .map(|member| &member.key)
        .chain([&c.renter])
        .collect();
    let sent = w.go(&votes, &signers);
    let records: Vec<_> = voters
        .iter()
        .map(|member| pda::vote(&motion.proposal, &member.seat))
        .collect();
    assert_lucky(
        w,
        &[&[motion.proposal, motion.action(0)], &records[..]].concat(),
    );
    sent
}

fn finalize(w: &mut World, c: &Community, motion: &Motion) -> Sent {
    w.finalize(c, motion).expect("finalized")
}

fn execute(w: &mut World, c: &Community, motion: &Motion) -> Sent {
    w.wait(config().hold_up);
    let execution = c.execute_proposal(motion.proposal, 0);
    let mut all =
        vec![execution.call_with(instruction::ExecuteProposal {}, &motion.execution_metas(0))];
    all.extend(c.members[..3].iter().map(|member| {
        c.close_vote(motion.proposal, member)
            .call(instruction::CloseVote {})
    }));
    all.push(
        c.close_action(motion.proposal, 0)
            .call(instruction::CloseAction {}),
    );
    all.push(
        c.close_proposal(motion.proposal)
            .call(instruction::CloseProposal {}),
    );
    w.go(&all, &[])
}
