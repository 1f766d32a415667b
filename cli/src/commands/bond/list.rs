//! `althing bond list`.

use althing::LogBond;
use clap::Args;

use super::summary;
use crate::chain::stored::offset;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::rpc::Memcmp;

/// List the bonds towards an organisation, the largest first
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing bond list\n  althing bond list --overdue --output json"
)]
pub struct List {
    /// Only those whose promised checkpoint is missing
    #[arg(long)]
    pub overdue: bool,
}

impl Run for List {
    fn run(self, context: &Context) -> Result<()> {
        let org = context.org()?;
        let mut found = context.list::<LogBond>(&[Memcmp::key(offset::BOND_DAO, &org.address)])?;
        found.retain(|(_, bond)| !self.overdue || bond.is_overdue(org.clock.slot));
        found.sort_by_key(|(_, bond)| std::cmp::Reverse(bond.amount));
        let rows: Vec<_> = found
            .iter()
            .map(|(address, bond)| summary(&org, address, bond))
            .collect();
        context.out.list("bonds", &rows);
        Ok(())
    }
}
