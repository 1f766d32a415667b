//! `althing version close-attestations`.

use althing::{accounts, instruction, Attestation};
use clap::Args;

use crate::chain::{stored::offset, Call};
use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::rpc::Memcmp;
use crate::send::{pack, Plan, Sending};

/// Close the attestations of a decided version; the rent returns to whoever paid it
///
/// Anybody may. The version's count of passed and failed stays.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing version close-attestations tutor@1")]
pub struct CloseAttestations {
    /// The version: MODEL@NUMBER or address
    pub version: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for CloseAttestations {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (version, _) = context.version(&self.version)?;
        let found =
            context.list::<Attestation>(&[Memcmp::key(offset::ATTESTATION_VERSION, &version)])?;
        let close = found.iter().map(|(attestation, record)| {
            let accounts = accounts::CloseAttestation {
                model_version: version,
                attestation: *attestation,
                payer: record.payer,
            };
            accounts.call(context.program(), instruction::CloseAttestation {})
        });
        let steps = pack(&actor.payer, close.collect());
        if steps.is_empty() {
            return Err(Error::failed(
                "the version has no open attestations",
                "Nothing is to be done.",
            ));
        }
        let plan = Plan {
            steps,
            ..Plan::default()
        };
        context.send(
            &self.sending,
            &actor,
            plan.tell(record! { "closed" => found.len() }),
        )
    }
}
