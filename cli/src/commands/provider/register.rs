//! `althing provider register`.

use althing::{accounts, instruction};
use anchor_lang::system_program;
use clap::Args;

use super::offer::Options;
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Register machines of yours, as their operator
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing provider register --endpoint https://gpu.example --region is --accelerator H200 --count 8 --price 2.5"
)]
pub struct Register {
    #[command(flatten)]
    pub offer: Options,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Register {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let org = context.org()?;
        let offer = self.offer.offer(&org.mint, None)?;
        let provider = context.at().provider(&org.address, &actor.from);
        let accounts = accounts::RegisterProvider {
            dao: org.address,
            provider,
            vault: context.at().vault(&provider),
            mint: org.mint.address,
            log: org.dao.log,
            operator: actor.from,
            payer: actor.payer,
            token_program: org.mint.program,
            system_program: system_program::ID,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::RegisterProvider { offer })
        ]);
        let told = record! { "provider" => provider, "operator" => actor.from };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
