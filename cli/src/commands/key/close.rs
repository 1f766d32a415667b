//! `althing key close`.

use althing::{accounts, instruction, VersionSignature};
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use clap::Args;

use super::find;
use crate::chain::{stored::offset, Call};
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::rpc::Memcmp;
use crate::send::{pack, Plan, Sending};

/// Close a key without signatures; its signatures of closed versions go first. Rent returns to whoever paid it
///
/// While the model exists, only its maintainer may, and a revoked key stays. Once the model is closed, anybody may: give its
/// address.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing key close tutor 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q"
)]
pub struct Close {
    /// The model: name or address
    pub model: String,
    /// The key: a Solana address, a PEM file, or its account's address
    pub key: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Close {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let model = match input::address(&self.model) {
            Ok(address) => address,
            Err(_) => context.model(&self.model)?.0,
        };
        let (signing_key, found) = find(context, &model, &self.key)?;
        let mut calls = orphans(context, &signing_key)?;
        let signatures = calls.len();
        let accounts = accounts::CloseSigningKey {
            model,
            signing_key,
            closer: actor.from,
            payer: found.payer,
        };
        calls.push(accounts.call(context.program(), instruction::CloseSigningKey {}));
        let plan = Plan {
            steps: pack(&actor.fees, calls),
            resume: "say it again to go on.".into(),
            ..Plan::default()
        };
        let told = record! { "account" => signing_key, "signatures" => signatures, "rentTo" => found.payer };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}

/// Closes the key's signatures of versions that are closed.
fn orphans(context: &Context, key: &Pubkey) -> Result<Vec<Instruction>> {
    let found = context.list::<VersionSignature>(&[Memcmp::key(offset::SIGNATURE_KEY, key)])?;
    let versions: Vec<Pubkey> = found.iter().map(|(_, one)| one.model_version).collect();
    let open = context.rpc.accounts(&versions)?;
    let gone = found.iter().zip(open).filter(|(_, account)| {
        account
            .as_ref()
            .is_none_or(|account| account.owner != context.program())
    });
    let close = gone.map(|((signature, one), _)| {
        let accounts = accounts::CloseVersionSignature {
            signing_key: *key,
            signature: *signature,
            model_version: one.model_version,
            payer: one.payer,
        };
        accounts.call(context.program(), instruction::CloseVersionSignature {})
    });
    Ok(close.collect())
}
