//! `althing bond shorten`.

use althing::{accounts, instruction, Dao};
use clap::Args;

use super::find;
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Promise checkpoints more often, for a log of yours; it cannot be taken back
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing bond shorten 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin 9000 --yes"
)]
pub struct Shorten {
    /// The bond: its address, or its log's
    pub bond: String,
    /// The new interval in slots, less than the old
    pub slots: u64,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Shorten {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, bond) = find(context, &self.bond)?;
        let dao: Dao = context.fetch(&bond.dao)?;
        let accounts = accounts::ShortenInterval {
            dao: bond.dao,
            bond: address,
            log: dao.log,
            operator: actor.from,
        };
        let checkpoint_interval = self.slots;
        let data = instruction::ShortenInterval {
            checkpoint_interval,
        };
        let question = format!(
            "Promise a checkpoint every {checkpoint_interval} slots instead of {}? It cannot be taken back.",
            bond.checkpoint_interval
        );
        let plan = Plan::new(vec![accounts.call(context.program(), data)]);
        let told = record! { "bond" => address, "interval" => checkpoint_interval };
        context.send(&self.sending, &actor, plan.ask(question).tell(told))
    }
}
