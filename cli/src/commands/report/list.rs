//! `althing report list`.

use althing::{Equivocation, LogBond};
use clap::Args;

use crate::chain::stored::offset;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input::bytes::to_hex;
use crate::output::Cell;
use crate::rpc::Memcmp;

/// List the proofs that the operator of a log has signed what is not true, the oldest first
///
/// They are kept for ever, also where the bond is closed.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing report list 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin --output json"
)]
pub struct List {
    /// The log: its address, or that of its subject
    pub log: String,
}

impl Run for List {
    fn run(self, context: &Context) -> Result<()> {
        let (log, _) = context.find_log(&self.log)?;
        let condition = Memcmp::key(offset::EQUIVOCATION_LOG, &log);
        let mut found = context.list::<Equivocation>(&[condition])?;
        found.sort_by_key(|(_, proof)| (proof.slot, proof.size));
        let bond: Option<LogBond> = context.fetch_if(&context.at().bond(&log))?;
        let mint = bond.map(|bond| context.mint(&bond.mint)).transpose()?;
        let taken = |units: u64| match &mint {
            Some(mint) => mint.amount(units),
            // Base units, of a token that nothing names any more.
            None => Cell::Big(u128::from(units)),
        };
        let rows: Vec<_> = found
            .iter()
            .map(|(address, proof)| {
                record! {
                    "size" => proof.size,
                    "signedRoot" => to_hex(&proof.signed_root),
                    "otherRoot" => to_hex(&proof.other_root),
                    "against" => ground(proof.ground),
                    "taken" => taken(proof.taken),
                    "slot" => proof.slot,
                    "reporter" => proof.reporter,
                    "equivocation" => address,
                }
            })
            .collect();
        context.out.list("proofs", &rows);
        Ok(())
    }
}

/// What the signed checkpoint was held against.
fn ground(code: u8) -> &'static str {
    match code {
        Equivocation::SIGNED_TWICE => "another signed one",
        Equivocation::CHECKPOINT => "a checkpoint on the chain",
        Equivocation::HISTORY => "the log's history",
        _ => "unknown",
    }
}
