//! `althing version update-card`.

use althing::{accounts, instruction, Model, UpdateCardArgs};
use clap::Args;

use crate::chain::Call;
use crate::commands::{model::metadata::Metadata, Run};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::output::cell::digest;
use crate::send::{Plan, Sending};

/// Replace a version's model card, as its maintainer
///
/// Of a draft that no evaluator has attested, and of the version in production. At other times a vote may be about to promote the
/// version, and the card stands still; the same card may move to another URI.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing version update-card tutor@2 --metadata https://example.org/tutor-2.md --metadata-hash file:tutor-2.md"
)]
pub struct UpdateCard {
    /// The version: MODEL@NUMBER or address
    pub version: String,
    #[command(flatten)]
    pub metadata: Metadata,
    /// Take the card away
    #[arg(long, conflicts_with = "uri")]
    pub clear: bool,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for UpdateCard {
    fn run(self, context: &Context) -> Result<()> {
        if self.metadata.uri.is_none() && !self.clear {
            return Err(Error::usage(
                "nothing to update",
                "Give --metadata with --metadata-hash, or --clear.",
            ));
        }
        let (address, version) = context.version(&self.version)?;
        let model: Model = context.fetch(&version.model)?;
        let actor = self.sending.actor_in(context, &model.dao)?;
        let accounts = accounts::UpdateCard {
            model: version.model,
            model_version: address,
            log: model.log,
            maintainer: actor.from,
        };
        let (metadata_uri, metadata_hash) = self.metadata.parts();
        let args = UpdateCardArgs {
            metadata_uri,
            metadata_hash,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::UpdateCard { args })
        ]);
        let told = record! {
            "version" => address,
            "oldHash" => digest(&version.metadata_hash),
            "metadataHash" => digest(&metadata_hash),
        };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
