//! `althing key add`.

use althing::signing::SigningKey;
use althing::{accounts, instruction, AddSigningKeyArgs};
use althing_digest::VerifyingKey;
use anchor_lang::prelude::Pubkey;
use anchor_lang::system_program;
use clap::Args;

use super::on_chain;
use crate::chain::Call;
use crate::commands::version::sign::{check, signed, Signed, INSTRUCTIONS};
use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input::{bytes::hex, key};
use crate::send::{Plan, Sending};

/// Add a key whose signatures over a model's versions count, as the model's maintainer
///
/// Whoever holds the key proves it, for this model, so that nobody's key comes to a model without them: give the private key,
/// or what its holder got by althing key prove. To rotate keys, add the new one and retire the old one: both count in between.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing key add tutor --key signer.pem\n  althing key add tutor signer-pub.pem --proof 30450221… --until-slot 400000000"
)]
pub struct Add {
    /// The model: name or address
    pub model: String,
    /// The public key: a Solana address, or a PEM file (P-256, Ed25519) [default: that of --key]
    #[arg(required_unless_present = "private")]
    pub key: Option<String>,
    /// The private key, which proves itself: PEM, or a key file of the Solana tools
    #[arg(
        id = "private",
        long = "key",
        value_name = "FILE",
        conflicts_with = "proof"
    )]
    pub private: Option<String>,
    /// The proof of whoever holds the key, in hexadecimal: see althing key prove
    #[arg(long, value_name = "HEX")]
    pub proof: Option<String>,
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
        if self.sending.is_proposed() {
            return Err(Error::usage(
                "the proof is checked by an instruction beside this one, which an action of a proposal cannot bring",
                "Let the model's maintainer add the key.",
            ));
        }
        let (address, model) = context.model(&self.model)?;
        let (public, proof) = self.proven(&address)?;
        let key = on_chain(&public)?;
        let actor = self.sending.actor(context)?;
        let accounts = accounts::AddSigningKey {
            model: address,
            signing_key: context.at().signing_key(&address, &key.id),
            log: model.log,
            instructions_sysvar: INSTRUCTIONS,
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
            // The check stands right before.
            proof_index: -1,
        };
        let plan = Plan::new(vec![
            check(&proof),
            accounts.call(context.program(), instruction::AddSigningKey { args }),
        ]);
        let told = record! {
            "key" => key::shown(&public),
            "kind" => public.kind().to_string(),
            "account" => accounts.signing_key,
        };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}

impl Add {
    /// The key, and the proof that somebody has it.
    fn proven(&self, model: &Pubkey) -> Result<(VerifyingKey, Signed)> {
        let given = self.key.as_deref().map(key::verifying).transpose()?;
        let message = SigningKey::proof(model).to_vec();
        let (public, signature) = match (&self.private, given) {
            (Some(file), given) => {
                let private = key::signing(file)?;
                let public = private.verifying_key();
                if given.is_some_and(|given| given != public) {
                    return Err(Error::usage(
                        format!("{file}: not the private key of the one to be added"),
                        "Leave out the public key, or give its own.",
                    ));
                }
                // Before it signs: of a kind that the chain checks.
                on_chain(&public)?;
                let signature = private.sign(&message);
                (public, signature)
            }
            (None, Some(public)) => {
                let text = self.proof.as_deref().ok_or_else(|| {
                    Error::usage(
                        "whoever holds the key must prove it",
                        "Give the private key, --key FILE, or --proof HEX, which its holder gets by althing key prove.",
                    )
                })?;
                let proof = hex(text).ok_or_else(|| {
                    Error::usage("--proof: not hexadecimal", "See althing key prove.")
                })?;
                if public.verify(&message, &proof).is_err() {
                    return Err(Error::mismatch(
                        format!("--proof: not the key's signature for model {model}"),
                        "Whoever holds the key makes it: althing key prove MODEL --key FILE.",
                    ));
                }
                (public, proof)
            }
            (None, None) => return Err(Error::usage("which key?", "Give --key FILE.")),
        };
        let proof = signed(&public, &signature, message)?;
        Ok((public, proof))
    }
}
