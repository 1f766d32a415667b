//! `althing artifact list`.

use althing::Artifact;
use clap::Args;

use super::{summary, Kind};
use crate::chain::stored::offset;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::rpc::Memcmp;

/// List the code and evaluation suites that an organisation knows
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing artifact list --kind code --output json")]
pub struct List {
    /// Only those of this kind
    #[arg(long, value_enum)]
    pub kind: Option<Kind>,
}

impl Run for List {
    fn run(self, context: &Context) -> Result<()> {
        let dao = context.dao_address()?;
        let mut found = context.list::<Artifact>(&[Memcmp::key(offset::ARTIFACT_DAO, &dao)])?;
        found.retain(|(_, artifact)| self.kind.is_none_or(|kind| kind.byte() == artifact.kind));
        found.sort_by_key(|(address, artifact)| (artifact.kind, *address));
        let rows: Vec<_> = found
            .iter()
            .map(|(address, artifact)| summary(address, artifact))
            .collect();
        context.out.list("artifacts", &rows);
        Ok(())
    }
}
