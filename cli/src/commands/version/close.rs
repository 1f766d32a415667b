//! `althing version close`.

use althing::{accounts, instruction};
use clap::Args;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Close a revoked version, or as the maintainer a draft
///
/// The rent returns to whoever paid it. What was made from it cannot be promoted any more.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing version close tutor@1 --yes")]
pub struct Close {
    /// The version: MODEL@NUMBER or address
    pub version: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Close {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, version) = context.version(&self.version)?;
        let accounts = accounts::CloseVersion {
            model: version.model,
            model_version: address,
            closer: actor.from,
            payer: version.payer,
        };
        let question = format!(
            "Close version {} for ever? What was made from it cannot be promoted then.",
            version.number
        );
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::CloseVersion {})
        ]);
        let told = record! { "version" => address, "rentTo" => version.payer };
        context.send(&self.sending, &actor, plan.ask(question).tell(told))
    }
}
