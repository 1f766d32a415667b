//! `althing proposal cancel`.

use althing::{accounts, instruction};
use clap::Args;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::output::cell::unpad;
use crate::send::{Plan, Sending};

/// End a proposal of yours before its vote is over; the organisation can also end one that has succeeded
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing proposal cancel 7 --yes\n  althing proposal cancel 7 --propose 'Do not execute proposal 7'"
)]
pub struct Cancel {
    /// The proposal: number or address
    pub proposal: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Cancel {
    fn run(self, context: &Context) -> Result<()> {
        let (address, proposal) = context.proposal(&self.proposal)?;
        let actor = self.sending.actor_in(context, &proposal.dao)?;
        let accounts = accounts::CancelProposal {
            proposal: address,
            canceller: actor.from,
            log: proposal.log,
        };
        let question = format!(
            "Cancel proposal {} ({:?}) for ever?",
            proposal.number,
            unpad(&proposal.title)
        );
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::CancelProposal {})
        ]);
        let told = record! { "cancelled" => address, "number" => proposal.number };
        context.send(&self.sending, &actor, plan.ask(question).tell(told))
    }
}
