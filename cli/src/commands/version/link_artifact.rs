//! `althing version link-artifact`.

use althing::{accounts, instruction, Model};
use clap::Args;

use crate::chain::Call;
use crate::commands::{artifact, Run};
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Say which code made a draft, or which suite evaluates it, as its maintainer
///
/// One of each kind. Where the version was registered with the digest of its code, the code must have that. What is linked stays
/// open as long as the version.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing version link-artifact tutor@2 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin\n  althing version link-artifact tutor@2 code:0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a"
)]
pub struct LinkArtifact {
    /// The draft: MODEL@NUMBER or address
    pub version: String,
    /// The artifact: address, or KIND:DIGEST
    pub artifact: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for LinkArtifact {
    fn run(self, context: &Context) -> Result<()> {
        let (address, version) = context.version(&self.version)?;
        let model: Model = context.fetch(&version.model)?;
        let actor = self.sending.actor_in(context, &model.dao)?;
        let (artifact, found) = artifact::find(context, &self.artifact, Some(&model.dao))?;
        let accounts = accounts::LinkArtifact {
            model: version.model,
            model_version: address,
            artifact,
            log: model.log,
            maintainer: actor.from,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::LinkArtifact {})
        ]);
        let told = record! { "version" => address, "kind" => artifact::kind(found.kind), "artifact" => artifact };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
