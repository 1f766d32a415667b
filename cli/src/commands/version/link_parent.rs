//! `althing version link-parent`.

use althing::{accounts, instruction, Model};
use clap::Args;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Say that a draft was made from another version, of any model of the organisation, as its maintainer
///
/// Up to four, for a merge. The parent must be staged or further; it stays open as long as its children.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing version link-parent tutor@3 base@7")]
pub struct LinkParent {
    /// The draft: MODEL@NUMBER or address
    pub version: String,
    /// What it was made from: MODEL@NUMBER or address
    pub parent: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for LinkParent {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, version) = context.version(&self.version)?;
        let (parent, _) = context.version(&self.parent)?;
        let model: Model = context.fetch(&version.model)?;
        let accounts = accounts::LinkParent {
            dao: model.dao,
            model: version.model,
            model_version: address,
            parent,
            log: model.log,
            maintainer: actor.from,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::LinkParent {})
        ]);
        let told = record! { "version" => address, "parent" => parent };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
