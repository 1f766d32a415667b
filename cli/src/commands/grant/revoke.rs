//! `althing grant revoke`.

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

/// Take your consent back, as the dataset's owner; what is not yet earned goes back to the licensee
///
/// What was made from the data cannot be promoted any more. Where the licensee has no token account, the refund waits.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing grant revoke 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin/tutor/train --yes"
)]
pub struct Revoke {
    /// The grant: address, or DATASET/MODEL/PURPOSE
    pub grant: String,
    /// The licensee's token account to be paid to [default: the associated one, if there is one]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub token_account: Option<Pubkey>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Revoke {
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
        let accounts = accounts::RevokeGrant {
            dataset: grant.dataset,
            grant: address,
            vault: paid.map(|(vault, ..)| vault),
            to: paid.map(|(_, to, _)| to),
            mint: paid.map(|(.., mint)| mint),
            log: grant.log,
            owner: actor.from,
            token_program: token_program(mint.as_ref()),
        };
        let question =
            "Revoke this grant for ever? What was made from the data cannot be promoted then.";
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::RevokeGrant {})
        ]);
        let told = record! { "revoked" => address, "refundedTo" => paid.map(|(_, to, _)| to) };
        context.send(&self.sending, &actor, plan.ask(question).tell(told))
    }
}
