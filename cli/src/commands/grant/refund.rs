//! `althing grant refund`.

use althing::{accounts, instruction};
use anchor_lang::prelude::Pubkey;
use clap::Args;

use super::{find, paid_mint};
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::send::{Plan, Sending};

/// Have what is left of a grant that is over paid back to its licensee; anybody may
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing grant refund 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin/tutor/train"
)]
pub struct Refund {
    /// The grant: address, or DATASET/MODEL/PURPOSE
    pub grant: String,
    /// The licensee's token account to be paid to [default: the associated one]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub token_account: Option<Pubkey>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Refund {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, grant) = find(context, &self.grant)?;
        let mint = paid_mint(context, &grant)?;
        let (to, _) = context.token_account(&mint, &grant.licensee, self.token_account)?;
        let accounts = accounts::RefundGrant {
            grant: address,
            vault: grant.vault,
            to,
            mint: mint.address,
            token_program: mint.program,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::RefundGrant {})
        ]);
        let told = record! { "grant" => address, "refunded" => mint.amount(grant.meter.prepaid), "to" => to };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
