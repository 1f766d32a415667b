//! `althing version show`.

use althing::text::unpadded;
use althing::{Attestation, Dao, Model, ModelVersion};
use clap::Args;

use super::summary;
use crate::chain::stored::offset;
use crate::commands::{grant::purpose, Run};
use crate::context::Context;
use crate::error::Result;
use crate::output::{
    cell::{digest, optional},
    Cell, Record,
};
use crate::rpc::Memcmp;

/// Show a version: digests, status, its data and whether its use is granted now, lineage, what evaluators say
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing version show tutor@2 --output json")]
pub struct Show {
    /// The version: MODEL@NUMBER or address
    pub version: String,
}

impl Run for Show {
    fn run(self, context: &Context) -> Result<()> {
        let (address, version) = context.version(&self.version)?;
        let model: Model = context.fetch(&version.model)?;
        let dao: Dao = context.fetch(&model.dao)?;
        let words =
            context.list::<Attestation>(&[Memcmp::key(offset::ATTESTATION_VERSION, &address)])?;
        let words: Vec<Record> = words
            .iter()
            .map(|(_, word)| {
                record! {
                    "evaluator" => word.evaluator,
                    "passed" => word.has_passed(),
                    "results" => digest(&word.result_hash),
                    "at" => Cell::Time(word.attested_at),
                }
            })
            .collect();
        let shown = summary(&address, &version).and(record! {
            "model" => version.model,
            "name" => &model.name,
            "weightsDigest" => digest(&version.weights_digest),
            "manifestDigest" => digest(&version.manifest_digest),
            "codeDigest" => digest(&version.code_digest),
            "datasetRoot" => digest(&version.dataset_root),
            "code" => optional(&version.code),
            "evaluation" => optional(&version.evaluation),
            "parents" => version.parents().iter().map(Cell::from).collect::<Vec<_>>(),
            "datasets" => datasets(context, &version)?,
            "revokedAncestors" => version.taints().as_slice().iter().map(Cell::from).collect::<Vec<_>>(),
            "acceptedAncestors" => version.pardons().iter().map(Cell::from).collect::<Vec<_>>(),
            "lineageChecked" => version.is_checked(dao.lineage_revision),
            "metadataUri" => unpadded(&version.metadata_uri),
            "metadataHash" => digest(&version.metadata_hash),
            "attestations" => words,
        });
        context.out.record(&shown);
        Ok(())
    }
}

/// What data it was made from, whether its use is granted now, and whether it was written down that it is not.
fn datasets(context: &Context, version: &ModelVersion) -> Result<Vec<Record>> {
    let now = context.rpc.clock()?.now;
    let uses = context.data_uses(version)?;
    let rows = uses.iter().map(|one| {
        let problem = one.problem(now);
        record! {
            "dataset" => one.dataset,
            "purpose" => purpose(one.purpose),
            "grant" => one.address,
            "granted" => problem.is_none(),
            "why" => problem.map(|problem| problem.to_string()),
            "foundLost" => version.consent_lost >> one.place & 1 == 1,
        }
    });
    Ok(rows.collect())
}
