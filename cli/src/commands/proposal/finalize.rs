//! `althing proposal finalize`.

use althing::{accounts, instruction};
use clap::Args;

use super::{standing, Stage};
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input::format_time;
use crate::send::{Plan, Sending};

/// Count a vote that is over; anybody may
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing proposal finalize 7")]
pub struct Finalize {
    /// The proposal: number or address
    pub proposal: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Finalize {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, proposal) = context.proposal(&self.proposal)?;
        let org = context.org_at(&proposal.dao)?;
        let stage = Stage::of(&proposal, org.clock.now);
        if stage == Stage::Voting {
            return Err(Error::failed(
                format!(
                    "the vote on proposal {} is open until {}",
                    proposal.number,
                    format_time(proposal.voting_ends_at)
                ),
                format!(
                    "Wait: althing proposal watch {} --until counting",
                    proposal.number
                ),
            ));
        }
        let accounts = accounts::FinalizeProposal {
            proposal: address,
            log: proposal.log,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::FinalizeProposal {})
        ]);
        let told = record! { "proposal" => address, "number" => proposal.number };
        let told = told.and(standing(&org, &proposal));
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
