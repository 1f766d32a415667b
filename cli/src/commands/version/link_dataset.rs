//! `althing version link-dataset`.

use althing::{accounts, instruction, Model};
use clap::Args;

use crate::chain::Call;
use crate::commands::{dataset, grant::Purpose, Run};
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Say that a draft was made from a dataset, and what it was used for, as its maintainer
///
/// At most 8. A promotion asks for the owner's consent to each: a grant to the model for that purpose, valid then.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing version link-dataset tutor@3 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin train"
)]
pub struct LinkDataset {
    /// The draft: MODEL@NUMBER or address
    pub version: String,
    /// The dataset: address, or digest in the organisation
    pub dataset: String,
    /// What it was used for
    #[arg(value_enum)]
    pub purpose: Purpose,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for LinkDataset {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, version) = context.version(&self.version)?;
        let (dataset, _) = dataset::find(context, &self.dataset)?;
        let model: Model = context.fetch(&version.model)?;
        let accounts = accounts::LinkDataset {
            model: version.model,
            model_version: address,
            dataset,
            log: model.log,
            maintainer: actor.from,
        };
        let purpose = self.purpose.code();
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::LinkDataset { purpose })
        ]);
        let told = record! {
            "version" => address,
            "dataset" => dataset,
            "grantNeeded" => context.at().grant(&dataset, &version.model, purpose),
        };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
