//! `althing version unlink-parent`.

use althing::{accounts, instruction, Model};
use clap::Args;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Take back that a draft was made from another version, as its maintainer
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing version unlink-parent tutor@3 base@7")]
pub struct UnlinkParent {
    /// The draft: MODEL@NUMBER or address
    pub version: String,
    /// One of its parents: MODEL@NUMBER or address
    pub parent: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for UnlinkParent {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, version) = context.version(&self.version)?;
        let (parent, _) = context.version(&self.parent)?;
        let model: Model = context.fetch(&version.model)?;
        let accounts = accounts::UnlinkParent {
            model: version.model,
            model_version: address,
            parent,
            log: model.log,
            maintainer: actor.from,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::UnlinkParent {})
        ]);
        let told = record! { "version" => address, "unlinked" => parent };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
