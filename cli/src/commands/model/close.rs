//! `althing model close`.

use althing::{accounts, instruction};
use clap::Args;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Close a model without versions, as its maintainer
///
/// The rent returns to whoever paid it. The model's log lives on, and its name stays taken.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing model close tutor --yes")]
pub struct Close {
    /// The model: name or address
    pub model: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Close {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, model) = context.model(&self.model)?;
        let accounts = accounts::CloseModel {
            model: address,
            history: context.at().history(&address),
            maintainer: actor.from,
            payer: model.payer,
        };
        let question = format!("Close the model {:?} for ever?", model.name);
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::CloseModel {})
        ]);
        let told = record! { "model" => address, "rentTo" => model.payer };
        context.send(&self.sending, &actor, plan.ask(question).tell(told))
    }
}
