//! `althing vote`: members' votes.

mod cast;
mod change;
mod eligibility;
mod list;
mod preview;
mod withdraw;

use althing::{accounts, instruction, Proposal};
use anchor_lang::{prelude::Pubkey, solana_program::instruction::Instruction, system_program};
use clap::ValueEnum;

use crate::chain::Call;
use crate::context::Context;
use crate::send::Actor;

use eligibility::Ballot;

group! {
    /// Vote on proposals
    Group {
        Cast(cast::Cast),
        Change(change::Change),
        List(list::List),
        Preview(preview::Preview),
        Withdraw(withdraw::Withdraw),
    }
}

/// A vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Choice {
    Yes,
    No,
    Abstain,
}

impl Choice {
    /// As the program says it.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Yes => Proposal::YES,
            Self::No => Proposal::NO,
            Self::Abstain => Proposal::ABSTAIN,
        }
    }

    /// In a word.
    #[must_use]
    pub fn name(self) -> &'static str {
        choice(self.code())
    }
}

/// A vote in a word.
#[must_use]
pub fn choice(code: u8) -> &'static str {
    match code {
        Proposal::YES => "yes",
        Proposal::NO => "no",
        Proposal::ABSTAIN => "abstain",
        _ => "unknown",
    }
}

/// Casts or changes a vote, for the actions as they were just read.
fn cast_vote(context: &Context, actor: &Actor, ballot: &Ballot, choice: Choice) -> Instruction {
    let accounts = accounts::CastVote {
        proposal: ballot.address,
        seat: ballot.seat_address,
        vote_record: context.at().vote(&ballot.address, &ballot.seat_address),
        voter: actor.from,
        payer: actor.payer,
        system_program: system_program::ID,
    };
    let data = instruction::CastVote {
        choice: choice.code(),
        action_hash: ballot.proposal.action_hash,
    };
    accounts.call(context.program(), data)
}

/// What the actions do, in plain words, once their hash was found to be the frozen one.
fn words(context: &Context, address: &Pubkey, proposal: &Proposal) -> crate::Result<Vec<String>> {
    let instructions = context.instructions_of(address, proposal)?;
    Ok(instructions
        .iter()
        .map(|instruction| crate::words::sentence(context, instruction))
        .collect())
}
