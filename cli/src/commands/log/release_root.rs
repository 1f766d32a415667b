//! `althing log release-root`.

use althing::{accounts, instruction};
use clap::Args;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Close the root that you keep of a log; its rent returns
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing log release-root 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin"
)]
pub struct ReleaseRoot {
    /// The log: its address, or that of its subject, or a model's name
    pub log: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for ReleaseRoot {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (log, _) = context.find_log(&self.log)?;
        let accounts = accounts::ReleaseRoot {
            kept_root: context.at().kept_root(&log, &actor.payer),
            payer: actor.payer,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::ReleaseRoot {})
        ]);
        let told = record! { "keptRoot" => accounts.kept_root, "rentTo" => actor.payer };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
