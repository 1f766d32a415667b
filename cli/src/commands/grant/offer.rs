//! `althing grant offer`.

use althing::{accounts, instruction, GrantTerms, OfferGrantArgs};
use anchor_lang::{prelude::Pubkey, system_program};
use clap::Args;

use super::{price, token_program, Purpose};
use crate::chain::{token::Mint, Call};
use crate::commands::{dataset, Run};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input::{self, Decimal};
use crate::send::{Plan, Sending};

/// Offer the use of a dataset of yours for one purpose of one model
///
/// The terms never change; who accepts them names them. You can revoke at any time, and what is not yet earned goes back.
/// Without a price the grant is free.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing grant offer 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin tutor train --stream 10 --per 30d --expires 2027-06-30\n  \
                  althing grant offer 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin tutor evaluate --uses 3"
)]
pub struct Offer {
    /// The dataset: address, or digest in the organisation
    pub dataset: String,
    /// The model: name or address
    pub model: String,
    /// What it may be used for
    #[arg(value_enum)]
    pub purpose: Purpose,
    /// Who may accept, use and end it: whoever acts for the model [default: its maintainer]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub licensee: Option<Pubkey>,
    #[command(flatten)]
    pub price: Price,
    /// From when it may be used [default: as soon as it is accepted]
    #[arg(long, value_name = "TIME", value_parser = input::time::moment)]
    pub starts: Option<i64>,
    /// From when it may no longer be used [default: never]
    #[arg(long, value_name = "TIME", value_parser = input::time::moment)]
    pub expires: Option<i64>,
    /// How often it may be used [default: any number of times]
    #[arg(long, value_name = "COUNT", value_parser = clap::value_parser!(u64).range(1..))]
    pub uses: Option<u64>,
    #[command(flatten)]
    pub sending: Sending,
}

/// What it costs, in whole tokens of the dataset's mint.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Price")]
pub struct Price {
    /// The whole price, paid once
    #[arg(long, value_name = "AMOUNT", conflicts_with_all = ["per_use", "stream"])]
    pub once: Option<Decimal>,
    /// In what time a price that is paid once is earned [default: at once]
    #[arg(long, value_name = "DURATION", value_parser = input::duration, requires = "once")]
    pub over: Option<i64>,
    /// The price of one use
    #[arg(long, value_name = "AMOUNT", conflicts_with = "stream")]
    pub per_use: Option<Decimal>,
    /// The price of each period, streamed by the second
    #[arg(long, value_name = "AMOUNT", requires = "per")]
    pub stream: Option<Decimal>,
    /// The period of a streamed price
    #[arg(long, value_name = "DURATION", value_parser = input::duration, requires = "stream")]
    pub per: Option<i64>,
}

impl Price {
    /// Kind, base units, period.
    fn terms(&self, mint: Option<&Mint>) -> Result<(u8, u64, u64)> {
        let units = |amount: Decimal| {
            let mint = mint.ok_or_else(|| {
                Error::failed(
                    "the dataset has no token for prices",
                    "Set one: althing dataset update DATASET --paid-in MINT.",
                )
            })?;
            mint.units(amount)
        };
        let seconds = |period: Option<i64>| period.unwrap_or(0).unsigned_abs();
        Ok(match (self.once, self.per_use, self.stream) {
            (Some(amount), _, _) => (GrantTerms::ONCE, units(amount)?, seconds(self.over)),
            (_, Some(amount), _) => (GrantTerms::PER_USE, units(amount)?, 0),
            (_, _, Some(amount)) => (GrantTerms::STREAMED, units(amount)?, seconds(self.per)),
            _ => (GrantTerms::FREE, 0, 0),
        })
    }
}

impl Run for Offer {
    fn run(self, context: &Context) -> Result<()> {
        let (address, dataset) = dataset::find(context, &self.dataset)?;
        let actor = self.sending.actor_in(context, &dataset.dao)?;
        let (model, described) = context.model(&self.model)?;
        let licensee = self.licensee.unwrap_or(described.maintainer);
        let mint = match dataset.mint == Pubkey::default() {
            true => None,
            false => Some(context.mint(&dataset.mint)?),
        };
        let (price_kind, amount, period) = self.price.terms(mint.as_ref())?;
        let mint = mint.filter(|_| price_kind != GrantTerms::FREE);
        let terms = GrantTerms {
            price_kind,
            price: amount,
            period,
            starts_at: self.starts.unwrap_or(0),
            expires_at: self.expires.unwrap_or(0),
            use_cap: self.uses.unwrap_or(0),
        };
        let grant = context.at().grant(&address, &model, self.purpose.code());
        let accounts = accounts::OfferGrant {
            dataset: address,
            model,
            grant,
            vault: mint.map(|_| context.at().vault(&grant)),
            mint: mint.map(|mint| mint.address),
            log: dataset.log,
            owner: actor.from,
            payer: actor.payer,
            token_program: token_program(mint.as_ref()),
            system_program: system_program::ID,
        };
        let args = OfferGrantArgs {
            purpose: self.purpose.code(),
            licensee,
            terms,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::OfferGrant { args })
        ]);
        let told = record! {
            "grant" => grant,
            "licensee" => licensee,
            "price" => price(&terms, mint.as_ref()),
        };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
