//! `althing grant use`.

use althing::{accounts, instruction};
use clap::Args;

use super::{dataset_of, find};
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Record uses of a dataset under a grant of yours, as its licensee
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing grant use 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin/tutor/train 1"
)]
pub struct Use {
    /// The grant: address, or DATASET/MODEL/PURPOSE
    pub grant: String,
    /// How many uses
    #[arg(default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..))]
    pub count: u64,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Use {
    fn run(self, context: &Context) -> Result<()> {
        let (address, grant) = find(context, &self.grant)?;
        let dataset = dataset_of(context, &grant)?;
        let actor = self.sending.actor_in(context, &dataset.dao)?;
        let accounts = accounts::UseGrant {
            grant: address,
            log: grant.log,
            licensee: actor.from,
        };
        let uses = self.count;
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::UseGrant { uses })
        ]);
        let told = record! { "grant" => address, "uses" => grant.uses.saturating_add(uses) };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
