//! `althing vote cast`.

use clap::Args;

use super::{cast_vote, words, Ballot, Choice};
use crate::commands::{proposal::standing, Run};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::output::Cell;
use crate::send::{Plan, Sending};

/// Vote on a proposal
///
/// The vote is for the very actions that are shown with it: their hash is signed too. It locks nothing, and can be changed or
/// withdrawn while the vote is open.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing vote preview 7\n  althing vote cast 7 yes")]
pub struct Cast {
    /// The proposal: number or address
    pub proposal: String,
    /// Your vote
    #[arg(value_enum)]
    pub choice: Choice,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Cast {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let ballot = Ballot::of(context, &self.proposal, &actor.from)?;
        ballot.require()?;
        if let Some(cast) = &ballot.cast {
            return Err(Error::failed(
                format!("you have voted already: {}", super::choice(cast.choice)),
                format!(
                    "To change it: althing vote change {} {}",
                    ballot.proposal.number,
                    self.choice.name()
                ),
            ));
        }
        let does = words(context, &ballot.address, &ballot.proposal)?;
        let call = cast_vote(context, &actor, &ballot, self.choice);
        let told = record! {
            "proposal" => ballot.address,
            "number" => ballot.proposal.number,
            "choice" => self.choice.name(),
            "weight" => ballot.org.weight(ballot.weight),
            "votingEndsAt" => Cell::Time(ballot.proposal.voting_ends_at),
            "actions" => does,
            "before" => standing(&ballot.org, &ballot.proposal),
        };
        context.send(&self.sending, &actor, Plan::new(vec![call]).tell(told))
    }
}
