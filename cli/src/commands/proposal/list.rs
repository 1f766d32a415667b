//! `althing proposal list`.

use althing::Proposal;
use clap::Args;

use super::{summary, Stage};
use crate::chain::stored::offset;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::rpc::Memcmp;

/// List an organisation's proposals, the newest first
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing proposal list --stage voting\n  althing proposal list --output json"
)]
pub struct List {
    /// Only those that stand there
    #[arg(long, value_enum)]
    pub stage: Option<Stage>,
}

impl Run for List {
    fn run(self, context: &Context) -> Result<()> {
        let org = context.org()?;
        let mut found =
            context.list::<Proposal>(&[Memcmp::key(offset::PROPOSAL_DAO, &org.address)])?;
        found.sort_by_key(|(_, proposal)| std::cmp::Reverse(proposal.number));
        let now = org.clock.now;
        let wanted = |proposal: &Proposal| {
            self.stage
                .is_none_or(|stage| Stage::of(proposal, now) == stage)
        };
        let rows: Vec<_> = found
            .iter()
            .filter(|(_, proposal)| wanted(proposal))
            .map(|(address, proposal)| summary(&org, address, proposal))
            .collect();
        context.out.list("proposals", &rows);
        Ok(())
    }
}
