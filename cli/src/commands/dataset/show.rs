//! `althing dataset show`.

use althing::Grant;
use clap::Args;

use super::{find, summary};
use crate::chain::stored::offset;
use crate::commands::{grant, Run};
use crate::context::Context;
use crate::error::Result;
use crate::output::{
    cell::{digest, optional},
    Record,
};
use crate::rpc::Memcmp;

/// Show a dataset and every grant of it
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing dataset show 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin"
)]
pub struct Show {
    /// The dataset: address, or digest in the organisation
    pub dataset: String,
}

impl Run for Show {
    fn run(self, context: &Context) -> Result<()> {
        let (address, dataset) = find(context, &self.dataset)?;
        let now = context.rpc.clock()?.now;
        let found = context.list::<Grant>(&[Memcmp::key(offset::GRANT_DATASET, &address)])?;
        let mut grants: Vec<Record> = vec![];
        for (at, found) in &found {
            grants.push(grant::summary(context, at, found, now)?);
        }
        let shown = summary(&address, &dataset).and(record! {
            "dao" => dataset.dao,
            "offeredTo" => optional(&dataset.new_owner),
            "metadataHash" => digest(&dataset.metadata_hash),
            "grantsEver" => dataset.grant_count,
            "grants" => grants,
        });
        context.out.record(&shown);
        Ok(())
    }
}
