//! `althing bond add`.

use althing::{accounts, instruction};
use anchor_lang::prelude::Pubkey;
use clap::Args;

use super::find;
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input::{self, decimal::format_units, Decimal};
use crate::send::{Plan, Sending};

/// Add to a bond of yours; it is liable at once
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing bond add 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin 250 --yes"
)]
pub struct Add {
    /// The bond: its address, or its log's
    pub bond: String,
    /// How much, in whole tokens
    pub amount: Decimal,
    /// The token account to take them from [default: your associated one]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub token_account: Option<Pubkey>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Add {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, bond) = find(context, &self.bond)?;
        let mint = context.mint(&bond.mint)?;
        let amount = mint.units(self.amount)?;
        let (from, _) = context.token_account(&mint, &actor.from, self.token_account)?;
        let accounts = accounts::AddBond {
            bond: address,
            vault: bond.vault,
            from,
            mint: mint.address,
            operator: actor.from,
            token_program: mint.program,
        };
        let question = format!(
            "Stake {} tokens more? They can be slashed.",
            format_units(amount, mint.decimals)
        );
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::AddBond { amount })
        ]);
        let told = record! { "bond" => address, "added" => mint.amount(amount) };
        context.send(&self.sending, &actor, plan.ask(question).tell(told))
    }
}
