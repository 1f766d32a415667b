//! `althing version withdraw-attestation`.

use althing::{accounts, instruction, Attestation, Model};
use clap::Args;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Take back what you said about a version, as if you had never said it
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing version withdraw-attestation tutor@2")]
pub struct WithdrawAttestation {
    /// The version: MODEL@NUMBER or address
    pub version: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for WithdrawAttestation {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (version, found) = context.version(&self.version)?;
        let model: Model = context.fetch(&found.model)?;
        let attestation = context.at().attestation(&version, &actor.from);
        let payer = context.fetch::<Attestation>(&attestation)?.payer;
        let accounts = accounts::WithdrawAttestation {
            model: found.model,
            model_version: version,
            attestation,
            log: model.log,
            evaluator: actor.from,
            payer,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::WithdrawAttestation {})
        ]);
        context.send(
            &self.sending,
            &actor,
            plan.tell(record! { "attestation" => attestation, "rentTo" => payer }),
        )
    }
}
