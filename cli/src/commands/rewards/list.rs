//! `althing rewards list`.

use althing::RewardPool;
use clap::Args;

use super::summary;
use crate::chain::stored::offset;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::rpc::Memcmp;

/// List an organisation's reward pools
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing rewards list --output json")]
pub struct List {}

impl Run for List {
    fn run(self, context: &Context) -> Result<()> {
        let dao = context.dao_address()?;
        let now = context.rpc.clock()?.now;
        let found = context.list::<RewardPool>(&[Memcmp::key(offset::POOL_DAO, &dao)])?;
        let mut rows = vec![];
        for (address, pool) in &found {
            rows.push(summary(address, pool, &context.mint(&pool.mint)?, now));
        }
        context.out.list("reward pools", &rows);
        Ok(())
    }
}
