//! `althing rewards claim`.

use althing::{accounts, instruction, RewardPosition};
use anchor_lang::prelude::Pubkey;
use clap::Args;

use super::{find, owed};
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input;
use crate::send::{Plan, Sending};

/// Have rewards paid out to their holder; anybody may
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing rewards claim 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q"
)]
pub struct Claim {
    /// The pool: its address, or that of its provider or operator
    pub pool: String,
    /// Whose rewards [default: yours]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub holder: Option<Pubkey>,
    /// The holder's token account to be paid to [default: the associated one]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub token_account: Option<Pubkey>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Claim {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, pool) = find(context, &self.pool)?;
        let holder = self.holder.unwrap_or(actor.from);
        let reward_position = context.at().reward(&address, &holder);
        let position: RewardPosition = context.fetch_if(&reward_position)?.ok_or_else(|| {
            Error::failed(
                format!("{holder} has no part in pool {address}"),
                "Stake with the provider and join: althing rewards join PROVIDER.",
            )
        })?;
        let mint = context.mint(&pool.mint)?;
        let (to, _) = context.token_account(&mint, &holder, self.token_account)?;
        let accounts = accounts::ClaimReward {
            reward_pool: address,
            reward_position,
            vault: pool.vault,
            to,
            mint: mint.address,
            token_program: mint.program,
        };
        let due = owed(&pool, &position, context.rpc.clock()?.now);
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::ClaimReward {})
        ]);
        let told = record! { "pool" => address, "owedAbout" => mint.amount(due), "to" => to };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
