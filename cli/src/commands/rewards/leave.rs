//! `althing rewards leave`.

use althing::{accounts, instruction, RewardPosition};
use anchor_lang::prelude::Pubkey;
use clap::Args;

use super::find;
use crate::chain::Call;
use crate::commands::{provider::position, Run};
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::send::{Plan, Sending};

/// Take stake out of a reward pool, once what it earned is claimed; the rent returns to whoever paid it
///
/// The holder may; anybody may where nothing is staked any more or the provider has retired.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing rewards claim 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q\n  althing rewards leave 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q"
)]
pub struct Leave {
    /// The pool: its address, or that of its provider or operator
    pub pool: String,
    /// Whose stake [default: yours]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub holder: Option<Pubkey>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Leave {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (reward_pool, pool) = find(context, &self.pool)?;
        let holder = self.holder.unwrap_or(actor.from);
        let (position, _) = position(context, &pool.subject, &holder)?;
        let reward_position = context.at().reward(&reward_pool, &holder);
        let found: RewardPosition = context.fetch(&reward_position)?;
        let accounts = accounts::LeaveRewards {
            provider: pool.subject,
            position,
            reward_pool,
            reward_position,
            caller: actor.from,
            payer: found.payer,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::LeaveRewards {})
        ]);
        let told = record! { "pool" => reward_pool, "rentTo" => found.payer };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
