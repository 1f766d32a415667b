//! `althing model update`.

use althing::{accounts, instruction, UpdateModelArgs};
use clap::Args;

use super::metadata::Metadata;
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::send::{Plan, Sending};

/// Replace a model's description, as its maintainer
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing model update tutor --metadata https://example.org/tutor.md --metadata-hash file:tutor.md"
)]
pub struct Update {
    /// The model: name or address
    pub model: String,
    #[command(flatten)]
    pub metadata: Metadata,
    /// Take the description away
    #[arg(long, conflicts_with = "uri")]
    pub clear: bool,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Update {
    fn run(self, context: &Context) -> Result<()> {
        if self.metadata.uri.is_none() && !self.clear {
            return Err(Error::usage(
                "nothing to update",
                "Give --metadata with --metadata-hash, or --clear.",
            ));
        }
        let actor = self.sending.actor(context)?;
        let (address, model) = context.model(&self.model)?;
        let accounts = accounts::UpdateModel {
            model: address,
            log: model.log,
            maintainer: actor.from,
        };
        let (metadata_uri, metadata_hash) = self.metadata.parts();
        let args = UpdateModelArgs {
            metadata_uri,
            metadata_hash,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::UpdateModel { args })
        ]);
        context.send(
            &self.sending,
            &actor,
            plan.tell(record! { "model" => address }),
        )
    }
}
