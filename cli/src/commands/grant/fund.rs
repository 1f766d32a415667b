//! `althing grant fund`.

use althing::{accounts, instruction};
use anchor_lang::prelude::Pubkey;
use clap::Args;

use super::{dataset_of, find, paid_mint};
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input::{self, Decimal};
use crate::send::{Plan, Sending};

/// Pay in for a grant that is paid per use or streamed; anybody may
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing grant fund 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin/tutor/train 30"
)]
pub struct Fund {
    /// The grant: address, or DATASET/MODEL/PURPOSE
    pub grant: String,
    /// How much, in whole tokens
    pub amount: Decimal,
    /// The token account to pay from [default: your associated one]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub token_account: Option<Pubkey>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Fund {
    fn run(self, context: &Context) -> Result<()> {
        let (address, grant) = find(context, &self.grant)?;
        let mint = paid_mint(context, &grant)?;
        let dataset = dataset_of(context, &grant)?;
        let actor = self.sending.actor_in(context, &dataset.dao)?;
        let amount = mint.units(self.amount)?;
        let (from, _) = context.token_account(&mint, &actor.from, self.token_account)?;
        let accounts = accounts::FundGrant {
            grant: address,
            vault: grant.vault,
            from,
            mint: mint.address,
            funder: actor.from,
            token_program: mint.program,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::FundGrant { amount })
        ]);
        let told = record! { "grant" => address, "funded" => mint.amount(amount) };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
