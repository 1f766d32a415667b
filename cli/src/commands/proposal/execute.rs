//! `althing proposal execute`.

use std::{thread, time::Duration};

use althing::{accounts, instruction, Proposal};
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use clap::Args;

use super::Stage;
use crate::chain::{action::execution_metas, Call};
use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::send::{pack, Plan, Sending};
use crate::words::sentence;

/// Carry out what was decided; anybody may, once the pause is over
///
/// In order, in as few transactions as the actions fit; each action is carried out wholly or not at all. Where a model's
/// history is full it is extended first, which you pay.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing proposal execute 7 --yes\n  althing proposal execute 7 --count 1 --yes"
)]
pub struct Execute {
    /// The proposal: number or address
    pub proposal: String,
    /// Only so many of the actions that are left [default: all]
    #[arg(long, value_parser = clap::value_parser!(u8).range(1..))]
    pub count: Option<u8>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Execute {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, proposal) = context.proposal(&self.proposal)?;
        ready(context, &proposal)?;
        let instructions = context.instructions_of(&address, &proposal)?;
        let count = usize::from(self.count.unwrap_or(u8::MAX));
        let left: Vec<(usize, &Instruction)> = instructions
            .iter()
            .enumerate()
            .skip(usize::from(proposal.actions_executed))
            .take(count)
            .collect();
        let actions: Vec<&Instruction> = left.iter().map(|(_, inner)| *inner).collect();
        let mut calls = context.room_for_actions(&actions, &actor.payer)?;
        let each = left
            .iter()
            .map(|(index, inner)| call(context, &address, &proposal, *index, inner));
        calls.extend(each);
        let words: Vec<String> = left
            .iter()
            .map(|(_, inner)| sentence(context, inner))
            .collect();
        let plan = Plan {
            steps: pack(&actor.fees, calls),
            resume: format!("go on with althing proposal execute {}.", proposal.number),
            ..Plan::default()
        };
        let question = format!(
            "Carry out proposal {}? {}",
            proposal.number,
            words.join(" ")
        );
        let told = record! {
            "proposal" => address,
            "number" => proposal.number,
            "executed" => words,
        };
        context.send(&self.sending, &actor, plan.ask(question).tell(told))
    }
}

/// Refuses with the reason where it cannot be carried out now; waits out the slot of the count.
fn ready(context: &Context, proposal: &Proposal) -> Result<()> {
    let mut clock = context.rpc.clock()?;
    let stage = Stage::of(proposal, clock.now);
    if stage != Stage::Executable {
        return Err(Error::failed(
            format!("proposal {} is {}", proposal.number, stage.name()),
            format!("Next: {}.", stage.next(proposal)),
        ));
    }
    for _ in 0..25 {
        if clock.slot > proposal.finalized_slot {
            break;
        }
        thread::sleep(Duration::from_millis(400));
        clock = context.rpc.clock()?;
    }
    Ok(())
}

fn call(
    context: &Context,
    address: &Pubkey,
    proposal: &Proposal,
    index: usize,
    inner: &Instruction,
) -> Instruction {
    let index = u8::try_from(index).unwrap_or(u8::MAX);
    let accounts = accounts::ExecuteProposal {
        proposal: *address,
        action: context.at().action(address, index),
        log: proposal.log,
    };
    accounts.call_with(
        context.program(),
        instruction::ExecuteProposal {},
        execution_metas(inner),
    )
}
