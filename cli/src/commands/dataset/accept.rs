//! `althing dataset accept`.

use althing::{accounts, instruction};
use clap::Args;

use super::find;
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Become the owner of a dataset that was offered to you
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing dataset accept 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin"
)]
pub struct Accept {
    /// The dataset: address, or digest in the organisation
    pub dataset: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Accept {
    fn run(self, context: &Context) -> Result<()> {
        let (address, dataset) = find(context, &self.dataset)?;
        let actor = self.sending.actor_in(context, &dataset.dao)?;
        let accounts = accounts::AcceptDatasetTransfer {
            dataset: address,
            log: dataset.log,
            new_owner: actor.from,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::AcceptDatasetTransfer {})
        ]);
        let told = record! { "dataset" => address, "owner" => actor.from };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
