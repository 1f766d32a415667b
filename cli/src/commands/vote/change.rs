//! `althing vote change`.

use clap::Args;

use super::{cast_vote, words, Ballot, Choice};
use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::send::{Plan, Sending};

/// Change your vote, while the vote is open
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing vote change 7 no")]
pub struct Change {
    /// The proposal: number or address
    pub proposal: String,
    /// Your new vote
    #[arg(value_enum)]
    pub choice: Choice,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Change {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let ballot = Ballot::of(context, &self.proposal, &actor.from)?;
        ballot.require()?;
        let Some(cast) = &ballot.cast else {
            return Err(Error::failed(
                "you have not voted yet",
                format!(
                    "Vote: althing vote cast {} {}",
                    ballot.proposal.number,
                    self.choice.name()
                ),
            ));
        };
        let does = words(context, &ballot.address, &ballot.proposal)?;
        let call = cast_vote(context, &actor, &ballot, self.choice);
        let told = record! {
            "proposal" => ballot.address,
            "number" => ballot.proposal.number,
            "before" => super::choice(cast.choice),
            "choice" => self.choice.name(),
            "weight" => ballot.org.weight(ballot.weight),
            "actions" => does,
        };
        context.send(&self.sending, &actor, Plan::new(vec![call]).tell(told))
    }
}
