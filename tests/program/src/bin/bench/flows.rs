//! Whole flows: what a community pays for one decision.

use althing::{AddActionArgs, Proposal};
use althing_program_tests::prelude::*;

use crate::report::Report;
use crate::setting::{assert_lucky, place};

/// Communities whose keys are left to chance.
const ORDINARY: u64 = 32;

/// One decision with the chosen keys, step by step, and what it costs others on average.
pub fn measure(report: &mut Report) {
    let (mut w, c) = place();
    let before = w.lamports(&c.renter.pubkey());
    let (motion, sent) = decide(&mut w, &c, |w, motion| {
        let records = c.members[..3]
            .iter()
            .map(|member| pda::vote(&motion.proposal, &member.seat));
        assert_lucky(
            w,
            &[motion.proposal, motion.action(0)]
                .into_iter()
                .chain(records)
                .collect::<Vec<_>>(),
        );
    });
    assert!(!w.exists(&motion.proposal), "everything is closed");
    report.flow("transfer by vote, in all", total(&sent));
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
    let largest = sent.iter().map(|sent| sent.size as u64).max();
    report.flow(
        "transfer by vote, bytes of the largest transaction",
        largest.unwrap_or(0),
    );
    report.flow(
        "transfer by vote, lamports not returned",
        before - w.lamports(&c.renter.pubkey()),
    );

    let ordinary = (0..ORDINARY).map(|number| {
        let mut w = World::new();
        let c = Community::with_members(&mut w, &format!("Ordinary {number}"), TOKEN);
        total(&decide(&mut w, &c, |_, _| {}).1)
    });
    let mean = ordinary.sum::<u64>() / ORDINARY;
    report.flow(
        &format!(
            "transfer by vote, in all, mean of {ORDINARY} communities with keys left to chance"
        ),
        mean,
    );
}

fn total(sent: &[Sent]) -> u64 {
    sent.iter().map(|sent| sent.cu).sum()
}

/// Propose, vote with three voters, execute one SPL transfer, and close everything: four transactions,
/// because votes follow submission and execution may not share a slot with finalisation. `look` sees
/// the world after the votes.
fn decide(w: &mut World, c: &Community, look: impl Fn(&World, &Motion)) -> (Motion, [Sent; 4]) {
    let pay = w.transfer(&c.mint, &c.treasury, &c.members[4].tokens, &c.authority, 5);
    let proposal = c.create_proposal(0, &c.members[0]).proposal;
    let motion = Motion {
        number: 0,
        proposal,
        actions: vec![pay],
    };
    let (proposed, voted) = (propose(w, c, &motion), vote(w, c, &motion));
    look(w, &motion);
    let (finalized, executed) = (finalize(w, c, &motion), execute(w, c, &motion));
    (motion, [proposed, voted, finalized, executed])
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
    w.go(&votes, &signers)
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
