//! `althing proposal simulate`.

use clap::Args;
use solana_signer::Signer;

use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::output::Record;
use crate::send::failure;
use crate::words::sentence;

/// Try out what a proposal would do if it were carried out now
///
/// Each action that is left is simulated by itself, as the organisation's authority would sign it; an action that needs an
/// earlier one's effect fails by itself. Exit code 1 where one would fail.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing proposal simulate 7\n  althing proposal simulate 7 --logs"
)]
pub struct Simulate {
    /// The proposal: number or address
    pub proposal: String,
    /// What the programs log, too
    #[arg(long)]
    pub logs: bool,
}

impl Run for Simulate {
    fn run(self, context: &Context) -> Result<()> {
        let (address, proposal) = context.proposal(&self.proposal)?;
        let payer = context
            .wallet()
            .map_or(proposal.authority, |key| key.pubkey());
        let instructions = context.instructions_of(&address, &proposal)?;
        let done = usize::from(proposal.actions_executed);
        let mut rows: Vec<Record> = vec![];
        let mut failing = 0usize;
        for (index, instruction) in instructions.iter().enumerate().skip(done) {
            let outcome = context.try_out(&payer, std::slice::from_ref(instruction))?;
            let why = outcome
                .error
                .as_ref()
                .map(|error| failure::explain(error, &outcome.logs, &context.program()));
            failing = failing.saturating_add(usize::from(why.is_some()));
            let row = record! {
                "index" => index,
                "does" => sentence(context, instruction),
                "succeeds" => why.is_none(),
                "computeUnits" => outcome.units,
                "why" => why.map(|why| format!("{} — {}", why.what, why.todo)),
            };
            rows.push(if self.logs {
                row.with("logs", outcome.logs)
            } else {
                row
            });
        }
        context.out.list("actions left", &rows);
        match failing {
            0 => Ok(()),
            some => Err(Error::failed(
                format!("{some} of {} actions would fail now", rows.len()),
                format!(
                    "See why; rent is paid from the authority, {}.",
                    proposal.authority
                ),
            )),
        }
    }
}
