//! `althing version unstage`.

use althing::{accounts, instruction, Model};
use clap::Args;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Take a staged version back into draft, as its maintainer
///
/// Only while no evaluator has said anything about it and nothing was made from it.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing version unstage tutor@2")]
pub struct Unstage {
    /// The version: MODEL@NUMBER or address
    pub version: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Unstage {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, version) = context.version(&self.version)?;
        let model: Model = context.fetch(&version.model)?;
        let accounts = accounts::UnstageVersion {
            model: version.model,
            model_version: address,
            history: context.at().history(&version.model),
            log: model.log,
            maintainer: actor.from,
        };
        let mut instructions = context.room_in_history(&version.model, &actor.payer)?;
        instructions.push(accounts.call(context.program(), instruction::UnstageVersion {}));
        let told = record! { "draft" => address, "number" => version.number };
        let plan = Plan::new(instructions).tell(told);
        context.send(&self.sending, &actor, plan)
    }
}
