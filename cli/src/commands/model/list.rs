//! `althing model list`.

use althing::Model;
use clap::Args;

use crate::chain::stored::offset;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::rpc::Memcmp;

/// List an organisation's models
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing model list --dao 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin"
)]
pub struct List {}

impl Run for List {
    fn run(self, context: &Context) -> Result<()> {
        let dao = context.dao_address()?;
        let mut found = context.list::<Model>(&[Memcmp::key(offset::MODEL_DAO, &dao)])?;
        found.sort_by(|(_, one), (_, other)| one.name.cmp(&other.name));
        let rows: Vec<_> = found
            .iter()
            .map(|(address, model)| super::summary(address, model))
            .collect();
        context.out.list("models", &rows);
        Ok(())
    }
}
