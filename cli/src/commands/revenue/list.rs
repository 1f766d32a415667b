//! `althing revenue list`.

use althing::RevenuePool;
use anchor_lang::prelude::Pubkey;
use clap::Args;

use super::summary;
use crate::chain::stored::offset;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::rpc::Memcmp;

/// List revenue pools: those of the organisation, of a model, of a version, in a token
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing revenue list --model tutor\n  althing revenue list --version tutor@2 --output json"
)]
pub struct List {
    /// Only those of this model's versions: name or address
    #[arg(long)]
    pub model: Option<String>,
    /// Only those of this version: MODEL@NUMBER or address
    #[arg(long)]
    pub version: Option<String>,
    /// Only those in this token
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub mint: Option<Pubkey>,
}

impl Run for List {
    fn run(self, context: &Context) -> Result<()> {
        let mut conditions = vec![];
        if let Some(model) = &self.model {
            let (address, _) = context.model(model)?;
            conditions.push(Memcmp::key(offset::REVENUE_MODEL, &address));
        }
        if let Some(version) = &self.version {
            let (address, _) = context.version(version)?;
            conditions.push(Memcmp::key(offset::REVENUE_VERSION, &address));
        }
        if conditions.is_empty() {
            conditions.push(Memcmp::key(offset::REVENUE_DAO, &context.dao_address()?));
        }
        if let Some(mint) = &self.mint {
            conditions.push(Memcmp::key(offset::REVENUE_MINT, mint));
        }
        let mut rows = vec![];
        for (address, pool) in &context.list::<RevenuePool>(&conditions)? {
            rows.push(summary(address, pool, &context.mint(&pool.mint)?));
        }
        context.out.list("revenue pools", &rows);
        Ok(())
    }
}
