//! `althing dataset transfer`.

use althing::{accounts, instruction};
use anchor_lang::prelude::Pubkey;
use clap::Args;

use super::find;
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::output::cell::optional;
use crate::send::{Plan, Sending};

/// Offer a dataset of yours to another owner, who has to accept it; or take the offer back
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing dataset transfer 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q"
)]
pub struct Transfer {
    /// The dataset: address, or digest in the organisation
    pub dataset: String,
    /// Who may accept it
    #[arg(value_parser = input::address, required_unless_present = "nobody")]
    pub new_owner: Option<Pubkey>,
    /// Take the offer back
    #[arg(long, conflicts_with = "new_owner")]
    pub nobody: bool,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Transfer {
    fn run(self, context: &Context) -> Result<()> {
        let (address, dataset) = find(context, &self.dataset)?;
        let actor = self.sending.actor_in(context, &dataset.dao)?;
        let new_owner = self.new_owner.unwrap_or_default();
        let accounts = accounts::OfferDatasetTransfer {
            dataset: address,
            log: dataset.log,
            owner: actor.from,
        };
        let data = instruction::OfferDatasetTransfer { new_owner };
        let plan = Plan::new(vec![accounts.call(context.program(), data)]);
        let told = record! { "dataset" => address, "offeredTo" => optional(&new_owner) };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
