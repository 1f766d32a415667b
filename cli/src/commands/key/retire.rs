//! `althing key retire`.

use althing::{accounts, instruction};
use clap::Args;

use super::find;
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// About a minute: what is decided now has landed by then.
const SOON: u64 = 150;

/// End the time in which a key's signatures count, as the model's maintainer; older ones stay good
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing key retire tutor 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q --yes"
)]
pub struct Retire {
    /// The model: name or address
    pub model: String,
    /// The key: a Solana address, a PEM file, or its account's address
    pub key: String,
    /// The last slot in which they count [default: about a minute from now]
    #[arg(long, value_name = "SLOT")]
    pub last_slot: Option<u64>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Retire {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, model) = context.model(&self.model)?;
        let (signing_key, _) = find(context, &address, &self.key)?;
        let soon = context.rpc.clock()?.slot.saturating_add(SOON);
        let last_slot = self.last_slot.unwrap_or(soon);
        let accounts = accounts::RetireSigningKey {
            model: address,
            signing_key,
            log: model.log,
            maintainer: actor.from,
        };
        let question =
            format!("Let no signature of this key count after slot {last_slot}, for ever?");
        let plan = Plan::new(vec![accounts.call(
            context.program(),
            instruction::RetireSigningKey { last_slot },
        )]);
        let told = record! { "account" => signing_key, "validUntilSlot" => last_slot };
        context.send(&self.sending, &actor, plan.ask(question).tell(told))
    }
}
