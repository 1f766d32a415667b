//! `althing model accept`.

use althing::{accounts, instruction};
use clap::Args;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Take over a model that was offered to you; its former maintainer has no right over it any more
///
/// Signing keys that the former maintainer added stay valid: see althing key list, retire and revoke.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing model accept tutor")]
pub struct Accept {
    /// The model: name or address
    pub model: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Accept {
    fn run(self, context: &Context) -> Result<()> {
        let (address, model) = context.model(&self.model)?;
        let actor = self.sending.actor_in(context, &model.dao)?;
        let accounts = accounts::AcceptMaintainership {
            model: address,
            log: model.log,
            new_maintainer: actor.from,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::AcceptMaintainership {})
        ]);
        let told = record! { "model" => address, "maintainer" => actor.from, "formerly" => model.maintainer };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
