//! `althing checkpoint open`.

use althing::{accounts, instruction, AuditLog};
use anchor_lang::system_program;
use clap::Args;

use super::watched;
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input::bytes::to_hex;
use crate::send::{Plan, Sending};

/// Note the tree of a watched log as it is now, for witnesses to sign; anybody may
///
/// The operator asks the witnesses with the log's checkpoint, which stands in its folder (althing log append, log sync); what they
/// answer, anybody brings by `althing checkpoint cosign`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing checkpoint open 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin"
)]
pub struct Open {
    /// The log: its address, or that of its subject
    pub log: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Open {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (witnessed_log, found) = watched(context, &self.log)?;
        let log: AuditLog = context.fetch(&found.audit_log)?;
        let size = log.size;
        let accounts = accounts::OpenCheckpoint {
            witness_set: found.witness_set,
            witnessed_log,
            audit_log: found.audit_log,
            checkpoint: context.at().checkpoint(&witnessed_log, size),
            payer: actor.payer,
            system_program: system_program::ID,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::OpenCheckpoint { size })
        ]);
        let told = record! { "checkpoint" => accounts.checkpoint, "size" => size, "root" => to_hex(&log.root) };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
