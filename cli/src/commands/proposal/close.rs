//! `althing proposal close`.

use althing::{accounts, instruction, Proposal, VoteRecord};
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use clap::Args;

use super::Stage;
use crate::chain::{stored::offset, Call};
use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::rpc::Memcmp;
use crate::send::{pack, Plan, Sending};

/// Close a finished proposal with its votes and actions; all rent returns to whoever paid it
///
/// Anybody may. What it decided stays in the organisation's log.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing proposal close 7")]
pub struct Close {
    /// The proposal: number or address
    pub proposal: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Close {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, proposal) = context.proposal(&self.proposal)?;
        let stage = Stage::of(&proposal, context.rpc.clock()?.now);
        if !stage.is_final() {
            return Err(Error::failed(
                format!("proposal {} is {}", proposal.number, stage.name()),
                format!("Next: {}.", stage.next(&proposal)),
            ));
        }
        let votes = votes(context, &address)?;
        let actions = actions(context, &address, &proposal)?;
        let told = record! {
            "proposal" => address,
            "votes" => votes.len(),
            "actions" => actions.len(),
            "rentTo" => proposal.payer,
        };
        let accounts = accounts::CloseProposal {
            proposal: address,
            payer: proposal.payer,
        };
        let last = accounts.call(context.program(), instruction::CloseProposal {});
        let all = votes.into_iter().chain(actions).chain([last]).collect();
        let plan = Plan {
            steps: pack(&actor.fees, all),
            resume: "say it again to go on.".into(),
            ..Plan::default()
        };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}

fn votes(context: &Context, proposal: &Pubkey) -> Result<Vec<Instruction>> {
    let found = context.list::<VoteRecord>(&[Memcmp::key(offset::VOTE_PROPOSAL, proposal)])?;
    let close = found.iter().map(|(vote_record, vote)| {
        let accounts = accounts::CloseVote {
            proposal: *proposal,
            vote_record: *vote_record,
            payer: vote.payer,
        };
        accounts.call(context.program(), instruction::CloseVote {})
    });
    Ok(close.collect())
}

fn actions(context: &Context, address: &Pubkey, proposal: &Proposal) -> Result<Vec<Instruction>> {
    let found = context.actions(address, proposal)?;
    let close = found.into_iter().flatten().map(|action| {
        let accounts = accounts::CloseAction {
            proposal: *address,
            action: context.at().action(address, action.index),
            payer: action.payer,
        };
        accounts.call(context.program(), instruction::CloseAction {})
    });
    Ok(close.collect())
}
