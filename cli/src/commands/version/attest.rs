//! `althing version attest`.

use althing::{accounts, instruction, AttestVersionArgs, Model};
use anchor_lang::system_program;
use clap::Args;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::send::{Plan, Sending};

/// Say, or say anew, whether a version passed your evaluation
///
/// For evaluators: needs weight in an evaluators' chamber in this epoch. A later word replaces the earlier.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing version attest tutor@2 --passed --results file:results.json"
)]
pub struct Attest {
    /// The version: MODEL@NUMBER or address
    pub version: String,
    /// It passed
    #[arg(long, conflicts_with = "failed", required_unless_present = "failed")]
    pub passed: bool,
    /// It failed
    #[arg(long)]
    pub failed: bool,
    /// SHA-256 of the evaluation's results: 64 hex digits, or file:PATH to hash a file
    #[arg(long, value_name = "DIGEST", value_parser = input::digest)]
    pub results: [u8; 32],
    /// The evaluators' chamber that you sit in: index or address
    #[arg(long, default_value = "1")]
    pub chamber: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Attest {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (version, found) = context.version(&self.version)?;
        let model: Model = context.fetch(&found.model)?;
        let chamber = match self.chamber.parse::<u8>() {
            Ok(index) => context.at().chamber(&model.dao, index),
            Err(_) => context.chamber(&self.chamber)?.0,
        };
        let (seat, _) = context.seat_of(&chamber, &actor.from)?;
        let accounts = accounts::AttestVersion {
            dao: model.dao,
            chamber,
            seat,
            model: found.model,
            model_version: version,
            attestation: context.at().attestation(&version, &actor.from),
            log: model.log,
            evaluator: actor.from,
            payer: actor.payer,
            system_program: system_program::ID,
        };
        let args = AttestVersionArgs {
            result_hash: self.results,
            passed: self.passed,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::AttestVersion { args })
        ]);
        let told = record! { "attestation" => accounts.attestation, "version" => version, "passed" => self.passed };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
