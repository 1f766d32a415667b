//! `althing model show`.

use clap::Args;

use super::summary;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::output::{
    cell::{digest, optional},
    Cell,
};

/// Show a model and which version is in production
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing model show tutor")]
pub struct Show {
    /// The model: name or address
    pub model: String,
}

impl Run for Show {
    fn run(self, context: &Context) -> Result<()> {
        let (address, model) = context.model(&self.model)?;
        let shown = summary(&address, &model).and(record! {
            "offeredTo" => optional(&model.new_maintainer),
            "productionVersion" => optional(&model.production_version),
            "openVersions" => model.open_versions,
            "dao" => model.dao,
            "log" => model.log,
            "registeredAt" => Cell::Time(model.created_at),
            "metadataUri" => &model.metadata_uri,
            "metadataHash" => digest(&model.metadata_hash),
        });
        context.out.record(&shown);
        Ok(())
    }
}
