//! `althing grant close`.

use althing::{accounts, instruction};
use anchor_lang::prelude::Pubkey;
use clap::Args;

use super::{dataset_of, find, mint_of, token_program};
use crate::chain::{token::TokenAccount, Call};
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::send::{Plan, Sending};

/// Close a grant that is over and paid out, or as the dataset's owner an offer; the rent returns to whoever paid it
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing grant close 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin/tutor/train"
)]
pub struct Close {
    /// The grant: address, or DATASET/MODEL/PURPOSE
    pub grant: String,
    /// The owner's token account for what somebody sent to the vault unasked [default: the associated one]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub token_account: Option<Pubkey>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Close {
    fn run(self, context: &Context) -> Result<()> {
        let (address, grant) = find(context, &self.grant)?;
        let dataset = dataset_of(context, &grant)?;
        let actor = self.sending.actor_in(context, &dataset.dao)?;
        let mint = mint_of(context, &grant)?;
        let to = match &mint {
            Some(mint) => {
                let vault = context.rpc.account(&grant.vault)?;
                let left = vault.as_ref().and_then(TokenAccount::read);
                match left.map_or(0, |left| left.amount) {
                    0 => None,
                    _ => {
                        let owner = &dataset.owner;
                        Some(context.token_account(mint, owner, self.token_account)?.0)
                    }
                }
            }
            None => None,
        };
        let accounts = accounts::CloseGrant {
            dataset: grant.dataset,
            grant: address,
            vault: mint.map(|_| grant.vault),
            to,
            mint: mint.map(|mint| mint.address),
            log: grant.log,
            caller: actor.from,
            payer: grant.payer,
            token_program: token_program(mint.as_ref()),
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::CloseGrant {})
        ]);
        let told = record! { "grant" => address, "rentTo" => grant.payer };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
