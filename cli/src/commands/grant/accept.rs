//! `althing grant accept`.

use althing::{accounts, instruction, AcceptGrantArgs, GrantTerms};
use anchor_lang::prelude::Pubkey;
use clap::Args;

use super::{dataset_of, find, mint_of, price, token_program};
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input::{self, decimal::format_units, Decimal};
use crate::send::{Plan, Sending};

/// Accept the use of a dataset on the terms that are offered, and pay
///
/// A price for once is paid whole. For a price per use or a stream, --prepay is what you pay in now.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing grant accept 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin/tutor/train --prepay 30 --yes"
)]
pub struct Accept {
    /// The grant: address, or DATASET/MODEL/PURPOSE
    pub grant: String,
    /// How much to pay in now, in whole tokens, where it is paid per use or streamed
    #[arg(long, value_name = "AMOUNT")]
    pub prepay: Option<Decimal>,
    /// The token account to pay from [default: your associated one]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub token_account: Option<Pubkey>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Accept {
    fn run(self, context: &Context) -> Result<()> {
        let (address, grant) = find(context, &self.grant)?;
        let dataset = dataset_of(context, &grant)?;
        let actor = self.sending.actor_in(context, &dataset.dao)?;
        let mint = mint_of(context, &grant)?;
        let prepay = match (grant.price_kind, self.prepay, &mint) {
            (GrantTerms::ONCE, None, _) => grant.price,
            (GrantTerms::PER_USE | GrantTerms::STREAMED, Some(amount), Some(mint)) => {
                mint.units(amount)?
            }
            (_, None, _) => 0,
            _ => {
                return Err(Error::usage(
                    "--prepay: only where it is paid per use or streamed",
                    "Leave it out.",
                ))
            }
        };
        let paying = mint.filter(|_| prepay > 0);
        let from = match &paying {
            Some(mint) => {
                let (from, _) = context.token_account(mint, &actor.from, self.token_account)?;
                Some(from)
            }
            None => None,
        };
        let accounts = accounts::AcceptGrant {
            grant: address,
            vault: paying.map(|_| grant.vault),
            from,
            mint: paying.map(|mint| mint.address),
            log: grant.log,
            licensee: actor.from,
            token_program: token_program(mint.as_ref()),
        };
        let terms = grant.terms();
        let question = format!(
            "Accept the use of dataset {} for {}, and pay {} now?",
            grant.dataset,
            price(&terms, mint.as_ref()),
            mint.map_or_else(
                || "nothing".into(),
                |mint| format_units(prepay, mint.decimals)
            )
        );
        let args = AcceptGrantArgs { terms, prepay };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::AcceptGrant { args })
        ]);
        let told = record! {
            "grant" => address,
            "licensee" => actor.from,
            "paid" => mint.map(|mint| mint.amount(prepay)),
        };
        context.send(&self.sending, &actor, plan.ask(question).tell(told))
    }
}
