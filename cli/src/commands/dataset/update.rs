//! `althing dataset update`.

use althing::{accounts, instruction, UpdateDatasetArgs};
use anchor_lang::prelude::Pubkey;
use clap::Args;

use super::find;
use crate::chain::Call;
use crate::commands::{model::metadata::Metadata, Run};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input;
use crate::output::cell::unpad;
use crate::send::{Plan, Sending};

/// Replace a dataset's description, or the token of its prices, as its owner
///
/// What is not given stays. Grants that were offered keep their token.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing dataset update 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin --metadata https://example.org/corpus.md --metadata-hash file:corpus.md"
)]
pub struct Update {
    /// The dataset: address, or digest in the organisation
    pub dataset: String,
    /// The token in which its prices are paid from now on
    #[arg(long, value_name = "MINT", value_parser = input::address, conflicts_with = "free")]
    pub paid_in: Option<Pubkey>,
    /// Only free grants from now on
    #[arg(long)]
    pub free: bool,
    #[command(flatten)]
    pub metadata: Metadata,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Update {
    fn run(self, context: &Context) -> Result<()> {
        if self.paid_in.is_none() && !self.free && self.metadata.uri.is_none() {
            return Err(Error::usage(
                "nothing to update",
                "Give --metadata with --metadata-hash, --paid-in or --free.",
            ));
        }
        let (address, dataset) = find(context, &self.dataset)?;
        let actor = self.sending.actor_in(context, &dataset.dao)?;
        let kept = (dataset.mint != Pubkey::default() && !self.free).then_some(dataset.mint);
        let accounts = accounts::UpdateDataset {
            dataset: address,
            mint: self.paid_in.or(kept),
            log: dataset.log,
            owner: actor.from,
        };
        let args = match self.metadata.uri.is_some() {
            true => {
                let (uri, metadata_hash) = self.metadata.parts();
                UpdateDatasetArgs { uri, metadata_hash }
            }
            false => UpdateDatasetArgs {
                uri: unpad(&dataset.uri),
                metadata_hash: dataset.metadata_hash,
            },
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::UpdateDataset { args })
        ]);
        let told = record! { "dataset" => address };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
