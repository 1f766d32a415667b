//! `althing version list`.

use althing::ModelVersion;
use clap::Args;

use crate::chain::stored::offset;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::rpc::Memcmp;

/// List a model's versions
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing version list tutor")]
pub struct List {
    /// The model: name or address
    pub model: String,
}

impl Run for List {
    fn run(self, context: &Context) -> Result<()> {
        let (model, _) = context.model(&self.model)?;
        let mut found =
            context.list::<ModelVersion>(&[Memcmp::key(offset::VERSION_MODEL, &model)])?;
        found.sort_by_key(|(_, version)| version.number);
        let rows: Vec<_> = found
            .iter()
            .map(|(address, version)| super::summary(address, version))
            .collect();
        context.out.list("versions", &rows);
        Ok(())
    }
}
