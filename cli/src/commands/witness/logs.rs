//! `althing witness logs`.

use althing::WitnessedLog;
use clap::Args;

use crate::chain::stored::offset;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::output::{
    cell::{digest, padded},
    Cell,
};
use crate::rpc::Memcmp;

/// List the logs that an organisation's witnesses watch, with the largest tree that a quorum has signed
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing witness logs --output json")]
pub struct Logs {}

impl Run for Logs {
    fn run(self, context: &Context) -> Result<()> {
        let dao = context.dao_address()?;
        let found = context.list::<WitnessedLog>(&[Memcmp::key(offset::WITNESSED_DAO, &dao)])?;
        let rows: Vec<_> = found
            .iter()
            .map(|(address, log)| {
                record! {
                    "log" => log.audit_log,
                    "origin" => padded(&log.origin),
                    "witnessedSize" => (log.latest_size > 0).then_some(Cell::Count(log.latest_size)),
                    "witnessedRoot" => digest(&log.latest_root),
                    "witnessedSlot" => (log.latest_slot > 0).then_some(Cell::Count(log.latest_slot)),
                    "checkpoints" => log.checkpoints,
                    "account" => address,
                }
            })
            .collect();
        context.out.list("watched logs", &rows);
        Ok(())
    }
}
