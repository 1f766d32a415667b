//! `althing version unlink-dataset`.

use althing::{accounts, instruction, Model};
use clap::Args;

use crate::chain::Call;
use crate::commands::{dataset, grant::Purpose, Run};
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Take back that a draft was made from a dataset, as its maintainer
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing version unlink-dataset tutor@3 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin train"
)]
pub struct UnlinkDataset {
    /// The draft: MODEL@NUMBER or address
    pub version: String,
    /// The dataset: address, or digest in the organisation
    pub dataset: String,
    /// What it was said to be used for
    #[arg(value_enum)]
    pub purpose: Purpose,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for UnlinkDataset {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, version) = context.version(&self.version)?;
        let (dataset, _) = dataset::find(context, &self.dataset)?;
        let model: Model = context.fetch(&version.model)?;
        let accounts = accounts::UnlinkDataset {
            model: version.model,
            model_version: address,
            log: model.log,
            maintainer: actor.from,
        };
        let purpose = self.purpose.code();
        let data = instruction::UnlinkDataset { dataset, purpose };
        let plan = Plan::new(vec![accounts.call(context.program(), data)]);
        let told = record! { "version" => address, "unlinked" => dataset };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
