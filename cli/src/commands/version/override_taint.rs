//! `althing version override-taint`.

use althing::{accounts, instruction, Model};
use clap::Args;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Accept, by vote and for one version, that it was made from a revoked one
///
/// It holds for this version alone: what is made from it is tainted by the same ancestor. Where the ancestor was revoked lately,
/// it must have been found first (althing version check-lineage).
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing version override-taint tutor@3 base@7 --propose 'Accept that tutor 3 descends from base 7'"
)]
pub struct OverrideTaint {
    /// The version: MODEL@NUMBER or address
    pub version: String,
    /// The revoked ancestor: MODEL@NUMBER or address
    pub ancestor: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for OverrideTaint {
    fn run(self, context: &Context) -> Result<()> {
        let (address, version) = context.version(&self.version)?;
        let (ancestor, _) = context.version(&self.ancestor)?;
        let model: Model = context.fetch(&version.model)?;
        let actor = self.sending.authority(context, &model.dao)?;
        let accounts = accounts::OverrideTaint {
            dao: model.dao,
            authority: actor.from,
            model: version.model,
            model_version: address,
            log: model.log,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::OverrideTaint { ancestor })
        ]);
        let told = record! { "version" => address, "accepted" => ancestor };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
