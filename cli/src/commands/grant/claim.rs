//! `althing grant claim`.

use althing::{accounts, instruction};
use anchor_lang::prelude::Pubkey;
use clap::Args;

use super::{dataset_of, find, paid_mint};
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::send::{Plan, Sending};

/// Have what a grant has earned paid to the dataset's owner; anybody may
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing grant claim 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin/tutor/train"
)]
pub struct Claim {
    /// The grant: address, or DATASET/MODEL/PURPOSE
    pub grant: String,
    /// The owner's token account to be paid to [default: the associated one]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub token_account: Option<Pubkey>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Claim {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, mut grant) = find(context, &self.grant)?;
        let mint = paid_mint(context, &grant)?;
        let dataset = dataset_of(context, &grant)?;
        let (to, _) = context.token_account(&mint, &dataset.owner, self.token_account)?;
        let accounts = accounts::ClaimGrant {
            dataset: grant.dataset,
            grant: address,
            vault: grant.vault,
            to,
            mint: mint.address,
            token_program: mint.program,
        };
        let due = grant.claim(context.rpc.clock()?.now).unwrap_or(0);
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::ClaimGrant {})
        ]);
        let told = record! { "grant" => address, "earnedAbout" => mint.amount(due), "to" => to };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
