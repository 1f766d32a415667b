//! `althing log keep-root`.

use althing::{accounts, instruction};
use anchor_lang::system_program;
use clap::Args;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Keep a log's root on the chain as it is now, so that proofs can be made for it at leisure; anybody may
///
/// It stands still while the log grows. You have one of each log; keeping it again replaces it. `althing log recall-root` goes back
/// from it, `althing report equivocation` uses it, `althing log release-root` returns its rent.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing log keep-root 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin"
)]
pub struct KeepRoot {
    /// The log: its address, or that of its subject, or a model's name
    pub log: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for KeepRoot {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (audit_log, _) = context.find_log(&self.log)?;
        let accounts = accounts::KeepRoot {
            audit_log,
            kept_root: context.at().kept_root(&audit_log, &actor.payer),
            payer: actor.payer,
            system_program: system_program::ID,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::KeepRoot {})
        ]);
        let told = record! { "keptRoot" => accounts.kept_root, "log" => audit_log };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
