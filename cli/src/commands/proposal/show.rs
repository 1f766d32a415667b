//! `althing proposal show`.

use althing::{Action, Proposal};
use clap::Args;

use super::{standing, Stage};
use crate::chain::action;
use crate::commands::Run;
use crate::context::Context;
use crate::decode::describe;
use crate::error::{Error, Result};
use crate::input::bytes::to_hex;
use crate::output::{
    cell::{digest, padded},
    Cell, Record,
};
use crate::words::sentence;

/// Show a proposal: what it will do in plain words, how the vote stands, its deadlines and what is next
///
/// Exit code 3 where its actions are not those whose hash it froze.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing proposal show 7\n  althing proposal show 7 --full --output json"
)]
pub struct Show {
    /// The proposal: number or address
    pub proposal: String,
    /// Every argument and account of the actions too
    #[arg(long)]
    pub full: bool,
}

impl Run for Show {
    fn run(self, context: &Context) -> Result<()> {
        let (address, proposal) = context.proposal(&self.proposal)?;
        let org = context.org_at(&proposal.dao)?;
        let actions = context.actions(&address, &proposal)?;
        let stage = Stage::of(&proposal, org.clock.now);
        let shown: Vec<Record> = (0u64..)
            .zip(&actions)
            .map(|(index, action)| self.describe(context, &proposal, index, action.as_ref()))
            .collect();
        let record = record! {
            "number" => proposal.number,
            "proposal" => address,
            "title" => padded(&proposal.title),
            "stage" => stage.name(),
            "next" => stage.next(&proposal),
            "proposer" => proposal.proposer,
            "description" => padded(&proposal.uri),
            "descriptionHash" => digest(&proposal.description_hash),
        };
        let record = if proposal.state == Proposal::DRAFT {
            record
        } else {
            record.and(record! {
                "submittedAt" => Cell::Time(proposal.submitted_at),
                "votingEndsAt" => Cell::Time(proposal.voting_ends_at),
                "executableAt" => Cell::Time(proposal.executable_at),
                "expiresAt" => Cell::Time(proposal.expires_at),
                "epoch" => proposal.epoch,
                "actionHash" => to_hex(&proposal.action_hash),
                "vote" => standing(&org, &proposal),
            })
        };
        context.out.record(&record.with("actions", shown));
        checked(&address, &proposal, &actions)
    }
}

impl Show {
    fn describe(
        &self,
        context: &Context,
        proposal: &Proposal,
        index: u64,
        found: Option<&Action>,
    ) -> Record {
        let instruction = found.and_then(action::decode);
        let does = match (&instruction, found) {
            (Some(instruction), _) => sentence(context, instruction),
            (None, Some(_)) => "It is incomplete or malformed.".into(),
            (None, None) => "It was closed.".into(),
        };
        let record = record! {
            "index" => index,
            "does" => does,
            "executed" => index < u64::from(proposal.actions_executed),
        };
        match instruction.filter(|_| self.full) {
            Some(instruction) => record.and(describe(&instruction, &context.program())),
            None => record,
        }
    }
}

/// Holds the actions against the frozen hash, where all of them are still there.
fn checked(
    address: &anchor_lang::prelude::Pubkey,
    proposal: &Proposal,
    actions: &[Option<Action>],
) -> Result<()> {
    let payloads: Option<Vec<&[u8]>> = actions
        .iter()
        .map(|action| action.as_ref().map(|action| &action.payload[..]))
        .collect();
    let Some(payloads) = payloads.filter(|_| frozen(proposal)) else {
        return Ok(());
    };
    if action::hash(address, payloads) == proposal.action_hash {
        return Ok(());
    }
    Err(Error::mismatch(
        "the actions are not those whose hash the proposal froze",
        "Do not vote on what this node shows; ask another (--url).",
    ))
}

/// Whether it was ever submitted: a draft that is cancelled has no hash.
fn frozen(proposal: &Proposal) -> bool {
    proposal.submitted_at != 0
}
