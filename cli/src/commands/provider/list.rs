//! `althing provider list`.

use althing::Provider;
use clap::Args;

use super::summary;
use crate::chain::stored::offset;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::rpc::Memcmp;

/// List an organisation's providers, those with the most stake first
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing provider list --active --output json")]
pub struct List {
    /// Only those that have not retired
    #[arg(long)]
    pub active: bool,
}

impl Run for List {
    fn run(self, context: &Context) -> Result<()> {
        let org = context.org()?;
        let mut found =
            context.list::<Provider>(&[Memcmp::key(offset::PROVIDER_DAO, &org.address)])?;
        found.retain(|(_, provider)| !self.active || provider.status == Provider::ACTIVE);
        found.sort_by_key(|(_, provider)| std::cmp::Reverse(provider.active.assets));
        let rows: Vec<_> = found
            .iter()
            .map(|(address, provider)| summary(&org, address, provider))
            .collect();
        context.out.list("providers", &rows);
        Ok(())
    }
}
