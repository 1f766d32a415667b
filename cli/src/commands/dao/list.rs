//! `althing dao list`.

use althing::Dao;
use anchor_lang::prelude::Pubkey;
use clap::Args;

use crate::chain::stored::offset;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::rpc::Memcmp;

/// List the organisations of a cluster
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing dao list --output json")]
pub struct List {
    /// Only those that this address founded
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub creator: Option<Pubkey>,
}

impl Run for List {
    fn run(self, context: &Context) -> Result<()> {
        let by_creator = self
            .creator
            .map(|creator| Memcmp::key(offset::DAO_CREATOR, &creator));
        let conditions: Vec<Memcmp> = by_creator.into_iter().collect();
        let found = context.list::<Dao>(&conditions)?;
        let rows: Vec<_> = found
            .iter()
            .map(|(address, dao)| super::summary(address, dao))
            .collect();
        context.out.list("organisations", &rows);
        Ok(())
    }
}
