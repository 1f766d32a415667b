//! `althing dataset list`.

use althing::Dataset;
use anchor_lang::prelude::Pubkey;
use clap::Args;

use super::summary;
use crate::chain::stored::offset;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::rpc::Memcmp;

/// List the datasets that an organisation knows
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing dataset list --output json")]
pub struct List {
    /// Only those of this owner
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub owner: Option<Pubkey>,
}

impl Run for List {
    fn run(self, context: &Context) -> Result<()> {
        let dao = context.dao_address()?;
        let mut conditions = vec![Memcmp::key(offset::DATASET_DAO, &dao)];
        conditions.extend(
            self.owner
                .map(|owner| Memcmp::key(offset::DATASET_OWNER, &owner)),
        );
        let mut found = context.list::<Dataset>(&conditions)?;
        found.sort_by_key(|(_, dataset)| dataset.created_at);
        let rows: Vec<_> = found
            .iter()
            .map(|(address, dataset)| summary(address, dataset))
            .collect();
        context.out.list("datasets", &rows);
        Ok(())
    }
}
