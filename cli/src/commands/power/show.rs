//! `althing power show`.

use anchor_lang::prelude::Pubkey;
use clap::Args;
use solana_signer::Signer;

use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::output::Cell;

/// Show a deposit: weight now and from the next epoch on, what is on its way out and when
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing power show --holder 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q"
)]
pub struct Show {
    /// Whose [default: yours]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub holder: Option<Pubkey>,
}

impl Run for Show {
    fn run(self, context: &Context) -> Result<()> {
        let holder = match self.holder {
            Some(holder) => holder,
            None => context.wallet()?.pubkey(),
        };
        let org = context.org()?;
        let epoch = org.epoch()?;
        let address = context.at().seat(&org.chamber_address, &holder);
        let seat = context.fetch_if::<althing::Seat>(&address)?;
        let field = |value: fn(&althing::Seat) -> u64| seat.as_ref().map_or(0, value);
        let weight = seat
            .as_ref()
            .and_then(|seat| seat.weight_at(epoch).ok())
            .unwrap_or(0);
        let total = org.chamber.total.weight_at(epoch).unwrap_or(0);
        context.out.record(&record! {
            "holder" => holder,
            "seat" => seat.map(|_| address),
            "deposited" => org.mint.amount(field(|seat| seat.deposited)),
            "epoch" => epoch,
            "weight" => org.weight(weight),
            "weightOfAll" => org.weight(total),
            "mayPropose" => weight >= org.dao.config.proposal_threshold,
            "nextEpochAt" => Cell::Time(org.epoch_start(epoch.saturating_add(1))),
            "weightFromNextEpoch" => org.weight(field(|seat| seat.weight.latest())),
            "withdrawing" => org.mint.amount(field(|seat| seat.withdrawing)),
            "withdrawableAt" => Cell::Time(seat.as_ref().map_or(0, |seat| seat.withdrawable_at)),
        });
        Ok(())
    }
}
