//! `althing vote preview`.

use anchor_lang::prelude::Pubkey;
use clap::Args;
use solana_signer::Signer;

use super::{words, Ballot, Choice};
use crate::commands::{
    proposal::{standing, Stage},
    Run,
};
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::output::{cell::padded, Cell};

/// See what a vote is about, whether you may vote, and if not, why; nothing is signed
///
/// Tells what the actions will do, your weight, and the outcome with each of your choices if no other vote followed.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing vote preview 7\n  althing vote preview 7 --voter 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q"
)]
pub struct Preview {
    /// The proposal: number or address
    pub proposal: String,
    /// Who would vote [default: you]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub voter: Option<Pubkey>,
}

impl Run for Preview {
    fn run(self, context: &Context) -> Result<()> {
        let voter = match self.voter {
            Some(voter) => voter,
            None => context.wallet()?.pubkey(),
        };
        let ballot = Ballot::of(context, &self.proposal, &voter)?;
        let does = words(context, &ballot.address, &ballot.proposal)?;
        let may = ballot.because.is_empty();
        let shown = record! {
            "number" => ballot.proposal.number,
            "proposal" => ballot.address,
            "title" => padded(&ballot.proposal.title),
            "stage" => Stage::of(&ballot.proposal, ballot.org.clock.now).name(),
            "voter" => voter,
            "mayVote" => may,
            "because" => ballot.because.clone(),
            "weight" => ballot.org.weight(ballot.weight),
            "votedAlready" => ballot.cast.as_ref().map(|cast| super::choice(cast.choice)),
            "votingEndsAt" => Cell::Time(ballot.proposal.voting_ends_at),
            "actions" => does,
            "vote" => standing(&ballot.org, &ballot.proposal),
        };
        let shown = if may {
            shown.and(record! {
                "wouldPassWithYes" => ballot.passes_with(Choice::Yes),
                "wouldPassWithNo" => ballot.passes_with(Choice::No),
                "wouldPassWithAbstain" => ballot.passes_with(Choice::Abstain),
            })
        } else {
            shown
        };
        context.out.record(&shown);
        Ok(())
    }
}

impl Ballot {
    /// Whether it would pass if this vote were the last.
    fn passes_with(&self, choice: Choice) -> bool {
        let mut then = self.proposal;
        let moved = self
            .cast
            .as_ref()
            .map_or(Ok(()), |cast| then.remove_vote(cast.choice, cast.weight))
            .and_then(|()| then.add_vote(choice.code(), self.weight));
        let passes = althing::math::tally::passes(
            then.tally(),
            then.eligible,
            then.quorum_bps,
            then.approval_bps,
        );
        moved.is_ok() && passes
    }
}
