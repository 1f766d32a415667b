//! `althing key add`.

use althing::{accounts, instruction, AddSigningKeyArgs};
use anchor_lang::system_program;
use clap::Args;

use super::on_chain;
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input::key;
use crate::send::{Plan, Sending};

/// Add a key whose signatures over a model's versions count, as the model's maintainer
///
/// To rotate keys, add the new one and retire the old one: both count in between.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing key add tutor 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q\n  althing key add tutor signer-pub.pem --until-slot 400000000"
)]
pub struct Add {
    /// The model: name or address
    pub model: String,
    /// The public key: a Solana address, or a PEM file (P-256, Ed25519)
    pub key: String,
    /// The first slot in which its signatures count [default: now]
    #[arg(long, value_name = "SLOT")]
    pub from_slot: Option<u64>,
    /// The last slot in which they count [default: open]
    #[arg(long, value_name = "SLOT")]
    pub until_slot: Option<u64>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Add {
    fn run(self, context: &Context) -> Result<()> {
        let public = key::verifying(&self.key)?;
        let key = on_chain(&public)?;
        let actor = self.sending.actor(context)?;
        let (address, model) = context.model(&self.model)?;
        let accounts = accounts::AddSigningKey {
            model: address,
            signing_key: context.at().signing_key(&address, &key.id),
            log: model.log,
            maintainer: actor.from,
            payer: actor.payer,
            system_program: system_program::ID,
        };
        let args = AddSigningKeyArgs {
            scheme: key.scheme,
            public_key: key.bytes,
            key_id: key.id,
            valid_from_slot: self.from_slot.unwrap_or(0),
            valid_until_slot: self.until_slot.unwrap_or(0),
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::AddSigningKey { args })
        ]);
        let told = record! {
            "key" => key::shown(&public),
            "kind" => public.kind().to_string(),
            "account" => accounts.signing_key,
        };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
