//! `althing provider close-offences`.

use althing::{accounts, instruction, Offence};
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use clap::Args;

use crate::chain::{stored::offset, Call};
use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input;
use crate::rpc::Memcmp;
use crate::send::{pack, Plan, Sending};

/// Close what is left of a closed provider: the records of its slashes; their rent returns to whoever paid it
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing provider close-offences 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin"
)]
pub struct CloseOffences {
    /// The address that the provider had
    #[arg(value_parser = input::address)]
    pub provider: Pubkey,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for CloseOffences {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let calls = calls(context, &self.provider)?;
        if calls.is_empty() {
            return Err(Error::failed(
                format!("there are no records of slashes of {}", self.provider),
                "Nothing is to be done.",
            ));
        }
        let told = record! { "offences" => calls.len() };
        let plan = Plan {
            steps: pack(&actor.fees, calls),
            resume: "say it again to go on.".into(),
            ..Plan::default()
        };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}

/// Closes every record of a provider's slashes.
pub fn calls(context: &Context, provider: &Pubkey) -> Result<Vec<Instruction>> {
    let found = context.list::<Offence>(&[Memcmp::key(offset::OFFENCE_PROVIDER, provider)])?;
    let close = found.iter().map(|(offence, record)| {
        let accounts = accounts::CloseOffence {
            offence: *offence,
            provider: *provider,
            payer: record.payer,
        };
        accounts.call(context.program(), instruction::CloseOffence {})
    });
    Ok(close.collect())
}
