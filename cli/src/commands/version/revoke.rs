//! `althing version revoke`.

use althing::{accounts, instruction, Model};
use clap::Args;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Withdraw a version for ever, by vote
///
/// What was made from it, at any depth, cannot be promoted any more, unless a vote accepts it by name (althing version
/// override-taint). What of that is in production stays there until it is deprecated or revoked itself.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing version revoke tutor@1 --propose 'Revoke tutor 1: trained on leaked data'"
)]
pub struct Revoke {
    /// The version: MODEL@NUMBER or address
    pub version: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Revoke {
    fn run(self, context: &Context) -> Result<()> {
        let (address, version) = context.version(&self.version)?;
        let model: Model = context.fetch(&version.model)?;
        let actor = self.sending.authority(context, &model.dao)?;
        let accounts = accounts::RevokeVersion {
            dao: model.dao,
            authority: actor.from,
            model: version.model,
            model_version: address,
            history: context.at().history(&version.model),
            log: model.log,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::RevokeVersion {})
        ]);
        let told = record! { "revoked" => address, "number" => version.number };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
