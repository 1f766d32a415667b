//! `althing vote withdraw`.

use althing::{accounts, instruction};
use clap::Args;

use super::Ballot;
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::send::{Plan, Sending};

/// Take your vote back, as if it had never been cast, while the vote is open
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing vote withdraw 7")]
pub struct Withdraw {
    /// The proposal: number or address
    pub proposal: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Withdraw {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let ballot = Ballot::of(context, &self.proposal, &actor.from)?;
        let Some(cast) = &ballot.cast else {
            return Err(Error::failed(
                "you have not voted, so there is nothing to take back",
                "Nothing is to be done.",
            ));
        };
        ballot.require()?;
        let accounts = accounts::WithdrawVote {
            proposal: ballot.address,
            vote_record: context.at().vote(&ballot.address, &ballot.seat_address),
            voter: actor.from,
            payer: cast.payer,
        };
        let told = record! {
            "proposal" => ballot.address,
            "number" => ballot.proposal.number,
            "withdrawn" => super::choice(cast.choice),
            "rentTo" => cast.payer,
        };
        let call = accounts.call(context.program(), instruction::WithdrawVote {});
        context.send(&self.sending, &actor, Plan::new(vec![call]).tell(told))
    }
}
