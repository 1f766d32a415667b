//! `althing checkpoint close`.

use althing::{accounts, instruction};
use clap::Args;

use super::find;
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Close a checkpoint that a larger one supersedes, or that nobody witnessed; its rent returns to whoever paid it
///
/// Anybody may; with --propose the organisation closes any.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing checkpoint close 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin/1000"
)]
pub struct Close {
    /// The checkpoint: address, or LOG/SIZE
    pub checkpoint: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Close {
    fn run(self, context: &Context) -> Result<()> {
        let (address, found, log) = find(context, &self.checkpoint)?;
        let actor = self.sending.actor_in(context, &log.dao)?;
        let accounts = accounts::CloseCheckpoint {
            dao: log.dao,
            witnessed_log: found.witnessed_log,
            checkpoint: address,
            closer: actor.from,
            payer: found.payer,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::CloseCheckpoint {})
        ]);
        let told = record! { "checkpoint" => address, "rentTo" => found.payer };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
