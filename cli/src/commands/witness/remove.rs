//! `althing witness remove`.

use althing::{accounts, instruction};
use clap::Args;

use super::watched;
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Let witnesses watch a log no more, by vote, once its checkpoints are closed
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing witness remove 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin --propose 'Stop watching the log'"
)]
pub struct Remove {
    /// The log: its address, or that of its subject
    pub log: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Remove {
    fn run(self, context: &Context) -> Result<()> {
        let (address, found) = watched(context, &self.log)?;
        let actor = self.sending.authority(context, &found.dao)?;
        let accounts = accounts::CloseWitnessedLog {
            dao: found.dao,
            authority: actor.from,
            witness_set: found.witness_set,
            witnessed_log: address,
            payer: found.payer,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::CloseWitnessedLog {})
        ]);
        let told = record! { "log" => found.audit_log, "rentTo" => found.payer };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
