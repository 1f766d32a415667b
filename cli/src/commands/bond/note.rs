//! `althing bond note`.

use althing::{accounts, instruction};
use clap::Args;

use super::find;
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Tell a bond how far its log has come, so that the next interval begins
///
/// Anybody may where the log has grown. The operator may always, and says by it that the log holds everything up to now.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing bond note 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin"
)]
pub struct Note {
    /// The bond: its address, or its log's
    pub bond: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Note {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, bond) = find(context, &self.bond)?;
        let accounts = accounts::NoteCheckpoint {
            bond: address,
            audit_log: bond.audit_log,
            caller: actor.from,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::NoteCheckpoint {})
        ]);
        let told = record! { "bond" => address, "log" => bond.audit_log };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
