//! `althing log list`.

use althing::AuditLog;
use anchor_lang::prelude::Pubkey;
use clap::Args;

use crate::chain::stored::offset;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::rpc::Memcmp;

/// List logs: all of a cluster, or those of a writer
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing log list --writer 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q"
)]
pub struct List {
    /// Only those that this key writes
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub writer: Option<Pubkey>,
}

impl Run for List {
    fn run(self, context: &Context) -> Result<()> {
        let by_writer = self
            .writer
            .map(|writer| Memcmp::key(offset::LOG_WRITER, &writer));
        let conditions: Vec<Memcmp> = by_writer.into_iter().collect();
        let found = context.list::<AuditLog>(&conditions)?;
        let rows: Vec<_> = found
            .iter()
            .map(|(address, log)| super::summary(address, log))
            .collect();
        context.out.list("logs", &rows);
        Ok(())
    }
}
