//! `althing rewards fund`.

use althing::{accounts, instruction};
use anchor_lang::prelude::Pubkey;
use clap::Args;

use super::find;
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input::{self, decimal::format_units, format_duration, Decimal};
use crate::send::{Plan, Sending};

/// Put tokens into a reward pool; they flow out over its window and do not come back
///
/// With --propose the organisation pays, from its treasury.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing rewards fund 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q 300 --yes\n  \
                  althing rewards fund 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q 300 --propose 'Rewards for June'"
)]
pub struct Fund {
    /// The pool: its address, or that of its provider or operator
    pub pool: String,
    /// How much, in whole tokens of the pool
    pub amount: Decimal,
    /// The token account to take them from [default: the payer's associated one]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub token_account: Option<Pubkey>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Fund {
    fn run(self, context: &Context) -> Result<()> {
        let (address, pool) = find(context, &self.pool)?;
        let actor = self.sending.actor_in(context, &pool.dao)?;
        let mint = context.mint(&pool.mint)?;
        let amount = mint.units(self.amount)?;
        let (from, _) = context.token_account(&mint, &actor.from, self.token_account)?;
        let accounts = accounts::FundRewardPool {
            reward_pool: address,
            vault: pool.vault,
            from,
            mint: mint.address,
            funder: actor.from,
            token_program: mint.program,
        };
        let question = format!(
            "Put {} tokens into the pool? They flow out over {} and do not come back.",
            format_units(amount, mint.decimals),
            format_duration(pool.window)
        );
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::FundRewardPool { amount })
        ]);
        let told = record! { "pool" => address, "funded" => mint.amount(amount) };
        context.send(&self.sending, &actor, plan.ask(question).tell(told))
    }
}
