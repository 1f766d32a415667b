//! `althing provider close-position`.

use althing::{accounts, instruction};
use anchor_lang::prelude::Pubkey;
use clap::Args;

use super::position;
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::send::{Plan, Sending};

/// Close an empty stake position; its rent returns to whoever paid it
///
/// Anybody may, once nothing is staked, nothing is on its way out, and it has left the rewards.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing provider close-position 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q"
)]
pub struct ClosePosition {
    /// The provider: its address or its operator's
    pub provider: String,
    /// Whose stake [default: yours]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub holder: Option<Pubkey>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for ClosePosition {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (provider, _) = context.provider(&self.provider)?;
        let holder = self.holder.unwrap_or(actor.from);
        let (position, found) = position(context, &provider, &holder)?;
        let accounts = accounts::CloseStakePosition {
            provider,
            position,
            payer: found.payer,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::CloseStakePosition {})
        ]);
        let told = record! { "position" => position, "rentTo" => found.payer };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
