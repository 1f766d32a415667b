//! `althing dataset close`.

use althing::{accounts, instruction};
use clap::Args;

use super::find;
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Close a dataset of yours that has no grants; its rent returns to whoever paid it
///
/// Its description is gone from the chain. Its place stays taken, with some 0.0012 SOL of the rent and your key, so that
/// nobody consents in your stead to what names the dataset; you may register it again.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing dataset close 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin --yes"
)]
pub struct Close {
    /// The dataset: address, or digest in the organisation
    pub dataset: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Close {
    fn run(self, context: &Context) -> Result<()> {
        let (address, dataset) = find(context, &self.dataset)?;
        let actor = self.sending.actor_in(context, &dataset.dao)?;
        let accounts = accounts::CloseDataset {
            dataset: address,
            log: dataset.log,
            owner: actor.from,
            payer: dataset.payer,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::CloseDataset {})
        ]);
        let told = record! { "dataset" => address, "rentTo" => dataset.payer };
        let question = format!("Close dataset {address}?");
        context.send(&self.sending, &actor, plan.ask(question).tell(told))
    }
}
