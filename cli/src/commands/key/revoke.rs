//! `althing key revoke`.

use althing::{accounts, instruction};
use clap::Args;

use super::find;
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Say that a key was stolen: its signatures from a slot on are bad
///
/// The model's maintainer may; with --propose the organisation does it.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing key revoke tutor 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q --from-slot 312000000 --yes"
)]
pub struct Revoke {
    /// The model: name or address
    pub model: String,
    /// The key: a Solana address, a PEM file, or its account's address
    pub key: String,
    /// The first slot in which its signatures are bad [default: now]
    #[arg(long, value_name = "SLOT")]
    pub from_slot: Option<u64>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Revoke {
    fn run(self, context: &Context) -> Result<()> {
        let (address, model) = context.model(&self.model)?;
        let actor = self.sending.actor_in(context, &model.dao)?;
        let (signing_key, _) = find(context, &address, &self.key)?;
        let from_slot = match self.from_slot {
            Some(slot) => slot,
            None => context.rpc.clock()?.slot,
        };
        let accounts = accounts::RevokeSigningKey {
            dao: model.dao,
            model: address,
            signing_key,
            log: model.log,
            revoker: actor.from,
        };
        let question =
            format!("Make every signature of this key from slot {from_slot} on bad, for ever?");
        let plan = Plan::new(vec![accounts.call(
            context.program(),
            instruction::RevokeSigningKey { from_slot },
        )]);
        let told = record! { "account" => signing_key, "revokedFromSlot" => from_slot };
        context.send(&self.sending, &actor, plan.ask(question).tell(told))
    }
}
