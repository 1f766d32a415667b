//! `althing version stage`.

use althing::{accounts, instruction, Model};
use clap::Args;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Close a draft's links, as its maintainer, so that a vote may promote it
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing version stage tutor@2")]
pub struct Stage {
    /// The version: MODEL@NUMBER or address
    pub version: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Stage {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, version) = context.version(&self.version)?;
        let model: Model = context.fetch(&version.model)?;
        let accounts = accounts::StageVersion {
            model: version.model,
            model_version: address,
            history: context.at().history(&version.model),
            log: model.log,
            maintainer: actor.from,
        };
        let mut instructions = context.room_in_history(&version.model, &actor.payer)?;
        instructions.push(accounts.call(context.program(), instruction::StageVersion {}));
        let told = record! { "staged" => address, "number" => version.number };
        let plan = Plan::new(instructions).tell(told);
        context.send(&self.sending, &actor, plan)
    }
}
