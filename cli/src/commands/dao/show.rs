//! `althing dao show`.

use clap::Args;

use super::{rules, summary};
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::output::Cell;

/// Show an organisation: rules, epoch, treasury, weight
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing dao show --dao 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin"
)]
pub struct Show {}

impl Run for Show {
    fn run(self, context: &Context) -> Result<()> {
        let org = context.org()?;
        let epoch = org.epoch()?;
        let treasury_account = org.mint.account_of(&org.dao.authority);
        let treasury = context.rpc.account(&treasury_account)?;
        let tokens = treasury
            .as_ref()
            .and_then(crate::chain::token::TokenAccount::read)
            .map_or(0, |t| t.amount);
        let sol = context.rpc.balance(&org.dao.authority)?;
        let total = org.chamber.total.weight_at(epoch).unwrap_or(0);
        let shown = summary(&org.address, &org.dao).and(record! {
            "creator" => org.dao.creator,
            "authority" => org.dao.authority,
            "log" => org.dao.log,
            "chambers" => org.dao.chamber_count,
            "epoch" => epoch,
            "nextEpochAt" => Cell::Time(org.epoch_start(epoch.saturating_add(1))),
            "members" => org.chamber.seats,
            "weight" => org.weight(total),
            "weightFromNextEpoch" => org.weight(org.chamber.total.latest()),
            "deposited" => org.mint.amount(org.chamber.deposited),
            "treasury" => record! {
                "tokenAccount" => treasury_account,
                "tokens" => org.mint.amount(tokens),
                "sol" => Cell::Amount(sol, 9),
            },
            "rules" => rules::describe(&org.dao.config, org.weight(org.dao.config.proposal_threshold)),
        });
        context.out.record(&shown);
        Ok(())
    }
}
