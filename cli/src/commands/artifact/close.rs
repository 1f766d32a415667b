//! `althing artifact close`.

use althing::{accounts, instruction};
use clap::Args;

use super::find;
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Close an artifact of yours that no version links; its rent returns to whoever paid it
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing artifact close 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin --yes"
)]
pub struct Close {
    /// The artifact: address, or KIND:DIGEST in the organisation
    pub artifact: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Close {
    fn run(self, context: &Context) -> Result<()> {
        let (address, artifact) = find(context, &self.artifact, None)?;
        let actor = self.sending.actor_in(context, &artifact.dao)?;
        let accounts = accounts::CloseArtifact {
            artifact: address,
            owner: actor.from,
            payer: artifact.payer,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::CloseArtifact {})
        ]);
        let told = record! { "artifact" => address, "rentTo" => artifact.payer };
        let question = format!("Close artifact {address}?");
        context.send(&self.sending, &actor, plan.ask(question).tell(told))
    }
}
