//! `althing version deprecate`.

use althing::{accounts, instruction, Model};
use clap::Args;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Take the version in production out of it, by vote; it can return
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing version deprecate tutor@2 --propose 'Take tutor 2 out of production'"
)]
pub struct Deprecate {
    /// The version: MODEL@NUMBER or address
    pub version: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Deprecate {
    fn run(self, context: &Context) -> Result<()> {
        let (address, version) = context.version(&self.version)?;
        let model: Model = context.fetch(&version.model)?;
        let actor = self.sending.authority(context, &model.dao)?;
        let accounts = accounts::DeprecateVersion {
            dao: model.dao,
            authority: actor.from,
            model: version.model,
            model_version: address,
            history: context.at().history(&version.model),
            log: model.log,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::DeprecateVersion {})
        ]);
        let told = record! { "deprecated" => address, "number" => version.number };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
