//! `althing key list`.

use althing::SigningKey;
use clap::Args;

use super::summary;
use crate::chain::stored::offset;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::rpc::Memcmp;

/// List a model's keys, with the slots in which their signatures count
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing key list tutor --output json")]
pub struct List {
    /// The model: name or address
    pub model: String,
}

impl Run for List {
    fn run(self, context: &Context) -> Result<()> {
        let (address, _) = context.model(&self.model)?;
        let now = context.rpc.clock()?.slot;
        let mut found = context.list::<SigningKey>(&[Memcmp::key(offset::KEY_MODEL, &address)])?;
        found.sort_by_key(|(_, key)| key.added_at_slot);
        let rows: Vec<_> = found
            .iter()
            .map(|(address, key)| summary(address, key, now))
            .collect();
        context.out.list("keys", &rows);
        Ok(())
    }
}
