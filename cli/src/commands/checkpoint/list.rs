//! `althing checkpoint list`.

use althing::{LogCheckpoint, WitnessSet};
use clap::Args;

use super::{summary, watched};
use crate::chain::stored::offset;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::rpc::Memcmp;

/// List a watched log's checkpoints, the largest first
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing checkpoint list 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin --output json"
)]
pub struct List {
    /// The log: its address, or that of its subject
    pub log: String,
}

impl Run for List {
    fn run(self, context: &Context) -> Result<()> {
        let (witnessed_log, log) = watched(context, &self.log)?;
        let set: WitnessSet = context.fetch(&log.witness_set)?;
        let condition = Memcmp::key(offset::CHECKPOINT_LOG, &witnessed_log);
        let mut found = context.list::<LogCheckpoint>(&[condition])?;
        found.sort_by_key(|(_, checkpoint)| std::cmp::Reverse(checkpoint.size));
        let rows: Vec<_> = found
            .iter()
            .map(|(address, checkpoint)| summary(address, checkpoint, &set))
            .collect();
        context.out.list("checkpoints", &rows);
        Ok(())
    }
}
