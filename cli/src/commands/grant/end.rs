//! `althing grant end`.

use althing::{accounts, instruction};
use anchor_lang::prelude::Pubkey;
use clap::Args;

use super::{dataset_of, find, mint_of, purse, token_program};
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::send::{Plan, Sending};

/// Give a grant of yours up, as its licensee; what is not yet earned comes back. Anybody may where it has expired
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing grant end 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin/tutor/train --yes"
)]
pub struct End {
    /// The grant: address, or DATASET/MODEL/PURPOSE
    pub grant: String,
    /// The licensee's token account to be paid to [default: the associated one, if there is one]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub token_account: Option<Pubkey>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for End {
    fn run(self, context: &Context) -> Result<()> {
        let (address, grant) = find(context, &self.grant)?;
        let dataset = dataset_of(context, &grant)?;
        let actor = self.sending.actor_in(context, &dataset.dao)?;
        let mint = mint_of(context, &grant)?;
        let paid = purse(
            context,
            &grant,
            mint.as_ref(),
            &grant.licensee,
            self.token_account,
        )?;
        let accounts = accounts::EndGrant {
            grant: address,
            vault: paid.map(|(vault, ..)| vault),
            to: paid.map(|(_, to, _)| to),
            mint: paid.map(|(.., mint)| mint),
            log: grant.log,
            caller: actor.from,
            token_program: token_program(mint.as_ref()),
        };
        let question = "End this grant for ever?";
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::EndGrant {})
        ]);
        let told = record! { "ended" => address, "refundedTo" => paid.map(|(_, to, _)| to) };
        context.send(&self.sending, &actor, plan.ask(question).tell(told))
    }
}
