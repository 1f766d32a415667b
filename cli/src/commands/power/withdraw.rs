//! `althing power withdraw`.

use althing::{accounts, instruction};
use anchor_lang::prelude::Pubkey;
use clap::Args;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::send::{Plan, Sending};

/// Take out what was requested, once the cooldown is over
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing power withdraw")]
pub struct Withdraw {
    /// The token account to be paid to, of the organisation's token [default: your associated one]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub token_account: Option<Pubkey>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Withdraw {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let org = context.org()?;
        let (seat, found) = super::seat(context, &org, &actor.from)?;
        let (to, _) = context.token_account(&org.mint, &actor.from, self.token_account)?;
        let accounts = accounts::WithdrawTokens {
            chamber: org.chamber_address,
            seat,
            vault: org.chamber.vault,
            to,
            mint: org.mint.address,
            holder: actor.from,
            token_program: org.mint.program,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::WithdrawTokens {})
        ]);
        let told = record! { "withdrawn" => org.mint.amount(found.withdrawing), "to" => to };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
