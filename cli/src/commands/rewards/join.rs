//! `althing rewards join`.

use althing::{accounts, instruction};
use anchor_lang::system_program;
use clap::Args;

use super::find;
use crate::chain::Call;
use crate::commands::{provider::position, Run};
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Let your stake with a provider earn its rewards, from the next epoch on
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing rewards join 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q"
)]
pub struct Join {
    /// The pool: its address, or that of its provider or operator
    pub pool: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Join {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (reward_pool, pool) = find(context, &self.pool)?;
        let (position, _) = position(context, &pool.subject, &actor.from)?;
        let accounts = accounts::JoinRewards {
            provider: pool.subject,
            position,
            reward_pool,
            reward_position: context.at().reward(&reward_pool, &actor.from),
            holder: actor.from,
            payer: actor.payer,
            system_program: system_program::ID,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::JoinRewards {})
        ]);
        let told = record! { "pool" => reward_pool, "rewardPosition" => accounts.reward_position };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
