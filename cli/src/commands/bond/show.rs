//! `althing bond show`.

use clap::Args;

use super::{find, summary};
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::output::{cell::digest, Cell};

/// Show a bond: its stake, what it promises, whether it is kept
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing bond show 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin"
)]
pub struct Show {
    /// The bond: its address, or its log's
    pub bond: String,
}

impl Run for Show {
    fn run(self, context: &Context) -> Result<()> {
        let (address, bond) = find(context, &self.bond)?;
        let org = context.org_at(&bond.dao)?;
        let shown = summary(&org, &address, &bond).and(record! {
            "dao" => bond.dao,
            "signingKey" => digest(&bond.signing_key),
            "checkpointInterval" => bond.checkpoint_interval,
            "lastCheckpointSlot" => bond.last_checkpoint_slot,
            "checkpointSize" => bond.checkpoint_size,
            // Questions can put more at stake than there are tokens.
            "atStakeInQuestions" => org.mint.amount(bond.at_stake.get().try_into().unwrap_or(u64::MAX)),
            "liable" => bond.require_liable(org.clock.now).is_ok(),
            "cooldown" => Cell::Span(bond.cooldown),
            "openedAt" => Cell::Time(bond.opened_at),
            "vault" => bond.vault,
        });
        context.out.record(&shown);
        Ok(())
    }
}
