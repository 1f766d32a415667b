//! `althing witness set`.

use althing::witness_set::NamedWitness;
use althing::{accounts, instruction, SetWitnessesArgs};
use althing_tlog::key::{KeyType, VerifierKey};
use anchor_lang::system_program;
use clap::Args;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::send::{Plan, Sending};

/// Name an organisation's witnesses, all of them, by vote
///
/// What was counted for checkpoints without a quorum is void then. The organisation pays the rent.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing witness set witness.example.org+90c58bd3+BCEyL5lUqBTKPhK5cxJCE3o3FRqROmJ5yCWMlrCKb6xC --quorum 1 --propose 'Name a witness'"
)]
pub struct Set {
    /// Their keys as C2SP writes them, name+id+key, of the kind that cosigns (04); at most 16
    #[arg(required = true, value_name = "KEY", value_parser = VerifierKey::parse)]
    pub keys: Vec<VerifierKey>,
    /// How many of them have to sign
    #[arg(long, value_name = "COUNT")]
    pub quorum: u8,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Set {
    fn run(self, context: &Context) -> Result<()> {
        if let Some(other) = self
            .keys
            .iter()
            .find(|key| key.kind() != KeyType::Cosignature)
        {
            return Err(Error::usage(
                format!("{other}: not a witness's key"),
                "A witness publishes a key of the kind that cosigns (04).",
            ));
        }
        let org = context.org()?;
        let actor = self.sending.authority(context, &org.address)?;
        let accounts = accounts::SetWitnesses {
            dao: org.address,
            authority: actor.from,
            witness_set: context.at().witnesses(&org.address),
            log: org.dao.log,
            payer: actor.payer,
            system_program: system_program::ID,
        };
        let witnesses = self.keys.iter().map(|key| NamedWitness {
            name: key.name().into(),
            key: *key.public(),
        });
        let args = SetWitnessesArgs {
            quorum: self.quorum,
            witnesses: witnesses.collect(),
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::SetWitnesses { args })
        ]);
        let told = record! {
            "witnessSet" => accounts.witness_set,
            "witnesses" => self.keys.len(),
            "quorum" => self.quorum,
        };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
