//! `althing artifact show`.

use althing::{Artifact, ModelVersion};
use clap::Args;

use super::{find, summary};
use crate::chain::stored::offset;
use crate::commands::{version::status, Run};
use crate::context::Context;
use crate::error::Result;
use crate::output::{cell::digest, Record};
use crate::rpc::Memcmp;

/// Show an artifact and every version that links it
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing artifact show 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin\n  althing artifact show evaluation:0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a"
)]
pub struct Show {
    /// The artifact: address, or KIND:DIGEST in the organisation
    pub artifact: String,
}

impl Run for Show {
    fn run(self, context: &Context) -> Result<()> {
        let (address, artifact) = find(context, &self.artifact, None)?;
        let place = match artifact.kind {
            Artifact::CODE => offset::VERSION_CODE,
            _ => offset::VERSION_EVALUATION,
        };
        let linked = context.list::<ModelVersion>(&[Memcmp::key(place, &address)])?;
        let versions: Vec<Record> = linked
            .iter()
            .map(|(at, version)| {
                record! {
                    "version" => at,
                    "model" => version.model,
                    "number" => version.number,
                    "status" => status(version.status()),
                }
            })
            .collect();
        let shown = summary(&address, &artifact).and(record! {
            "dao" => artifact.dao,
            "metadataHash" => digest(&artifact.metadata_hash),
            "versions" => versions,
        });
        context.out.record(&shown);
        Ok(())
    }
}
