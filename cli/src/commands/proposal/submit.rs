//! `althing proposal submit`.

use althing::Dao;
use clap::Args;

use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::output::Cell;
use crate::send::{propose::require_own_draft, Plan, Sending};

/// Put a draft of yours to the vote
///
/// Freezes its actions, the rules and every member's weight as of this epoch: nothing that happens later changes them.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing proposal submit 7")]
pub struct Submit {
    /// The draft: number or address
    pub proposal: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Submit {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, proposal) = context.proposal(&self.proposal)?;
        require_own_draft(&proposal, &actor.from)?;
        if proposal.action_count == 0 {
            return Err(Error::failed(
                format!("proposal {} has no actions yet", proposal.number),
                "Add one: --add-to PROPOSAL of the command, or althing proposal add-action.",
            ));
        }
        let dao: Dao = context.fetch(&proposal.dao)?;
        let now = context.rpc.clock()?.now;
        let call = context.submit_proposal(
            &proposal.dao,
            &proposal.log,
            &address,
            &proposal.proposer,
            proposal.action_count,
        );
        let ends = now.saturating_add(dao.config.voting_period);
        let told = record! {
            "proposal" => address,
            "number" => proposal.number,
            "votingEndsAbout" => Cell::Time(ends),
            "executableAbout" => Cell::Time(ends.saturating_add(dao.config.hold_up)),
        };
        context.send(&self.sending, &actor, Plan::new(vec![call]).tell(told))
    }
}
