//! `althing model withdraw-offer`.

use althing::{accounts, instruction};
use clap::Args;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::output::cell::optional;
use crate::send::{Plan, Sending};

/// Take back that a model was offered to another key, as its maintainer, or by vote
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing model withdraw-offer tutor")]
pub struct WithdrawOffer {
    /// The model: name or address
    pub model: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for WithdrawOffer {
    fn run(self, context: &Context) -> Result<()> {
        let (address, model) = context.model(&self.model)?;
        let actor = self.sending.actor_in(context, &model.dao)?;
        let accounts = accounts::WithdrawMaintainershipOffer {
            dao: model.dao,
            model: address,
            log: model.log,
            offerer: actor.from,
        };
        let data = instruction::WithdrawMaintainershipOffer {};
        let plan = Plan::new(vec![accounts.call(context.program(), data)]);
        let told =
            record! { "model" => address, "withdrawnFrom" => optional(&model.new_maintainer) };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
