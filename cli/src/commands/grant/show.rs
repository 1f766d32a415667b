//! `althing grant show`.

use clap::Args;

use super::{find, mint_of, summary};
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::output::{cell::optional, Cell};

/// Show a grant: terms, whether it is valid now and if not, why; what is prepaid, earned and paid
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing grant show 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin/tutor/train"
)]
pub struct Show {
    /// The grant: address, or DATASET/MODEL/PURPOSE
    pub grant: String,
}

impl Run for Show {
    fn run(self, context: &Context) -> Result<()> {
        let (address, grant) = find(context, &self.grant)?;
        let now = context.rpc.clock()?.now;
        let mint = mint_of(context, &grant)?;
        let amount = |units: u64| match &mint {
            Some(mint) => mint.amount(units),
            None => Cell::None,
        };
        let why = match grant.require_valid(now) {
            Ok(()) => Cell::None,
            Err(anchor_lang::error::Error::AnchorError(refusal)) => {
                Cell::from(refusal.error_name.clone())
            }
            Err(other) => Cell::from(other.to_string()),
        };
        let mut settled = grant;
        let settled = match settled.settle(now) {
            Ok(()) => settled,
            Err(_) => grant,
        };
        let shown = summary(context, &address, &grant, now)?.and(record! {
            "validNow" => why == Cell::None,
            "because" => why,
            "startsAt" => Cell::Time(grant.starts_at),
            "acceptedAt" => Cell::Time(grant.accepted_at),
            "endedAt" => Cell::Time(grant.ended_at),
            "paidIn" => optional(&grant.mint),
            "prepaid" => amount(settled.meter.prepaid),
            "earned" => amount(settled.meter.owed),
            "claimed" => amount(grant.claimed),
            "refunded" => amount(grant.refunded),
        });
        context.out.record(&shown);
        Ok(())
    }
}
