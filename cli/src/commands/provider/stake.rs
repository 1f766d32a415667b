//! `althing provider stake`.

use althing::{accounts, instruction, StakePosition};
use anchor_lang::{prelude::Pubkey, system_program};
use clap::Args;

use super::reward_accounts;
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input::{self, decimal::format_units, format_duration, Decimal};
use crate::send::{Plan, Sending};

/// Stake tokens with a provider
///
/// The stake vouches for the provider: a vote can slash it, also while it is on its way out. To earn rewards: althing rewards
/// join. Opens a stake position where there is none.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing provider stake 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q 100 --yes"
)]
pub struct Stake {
    /// The provider: its address or its operator's
    pub provider: String,
    /// How much, in whole tokens of the organisation
    pub amount: Decimal,
    /// The token account to take them from [default: your associated one]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub token_account: Option<Pubkey>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Stake {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, provider) = context.provider(&self.provider)?;
        let org = context.org_at(&provider.dao)?;
        let amount = org.mint.units(self.amount)?;
        let (from, _) = context.token_account(&org.mint, &actor.from, self.token_account)?;
        let position = context.at().stake(&address, &actor.from);
        let found = context.fetch_if::<StakePosition>(&position)?;

        let mut instructions = vec![];
        if found.is_none() {
            let open = accounts::OpenStakePosition {
                provider: address,
                position,
                holder: actor.from,
                payer: actor.payer,
                system_program: system_program::ID,
            };
            instructions.push(open.call(context.program(), instruction::OpenStakePosition {}));
        }
        let (reward_pool, reward_position) =
            reward_accounts(context, found.as_ref(), &address, &provider.dao)?;
        let stake = accounts::StakeTokens {
            provider: address,
            position,
            vault: provider.vault,
            from,
            mint: org.mint.address,
            holder: actor.from,
            reward_pool,
            reward_position,
            token_program: org.mint.program,
        };
        instructions.push(stake.call(context.program(), instruction::StakeTokens { amount }));
        let question = format!(
            "Stake {} tokens? A vote can slash them, and they take {} to leave.",
            format_units(amount, org.mint.decimals),
            format_duration(org.dao.config.withdrawal_cooldown)
        );
        let told = record! { "position" => position, "staked" => org.mint.amount(amount) };
        let plan = Plan::new(instructions).ask(question).tell(told);
        context.send(&self.sending, &actor, plan)
    }
}
