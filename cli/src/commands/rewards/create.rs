//! `althing rewards create`.

use althing::{accounts, instruction};
use anchor_lang::{prelude::Pubkey, system_program};
use clap::Args;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::output::Cell;
use crate::send::{Plan, Sending};

/// Create a pool of rewards for a provider's stakers, by vote
///
/// The organisation pays the rent from its authority. Anybody funds the pool then: althing rewards fund.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing rewards create 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q --window 30d --propose 'Reward the Reykjavik machines'"
)]
pub struct Create {
    /// The provider: its address or its operator's
    pub provider: String,
    /// How long each funding takes to flow out
    #[arg(long, value_name = "DURATION", default_value = "30d", value_parser = input::duration)]
    pub window: i64,
    /// The token of the rewards [default: the organisation's]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub mint: Option<Pubkey>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Create {
    fn run(self, context: &Context) -> Result<()> {
        let (subject, provider) = context.provider(&self.provider)?;
        let org = context.org_at(&provider.dao)?;
        let actor = self.sending.authority(context, &org.address)?;
        let mint = context.mint(&self.mint.unwrap_or(org.mint.address))?;
        let reward_pool = context.at().rewards(&org.address, &subject);
        let accounts = accounts::CreateRewardPool {
            dao: org.address,
            authority: actor.from,
            subject,
            reward_pool,
            vault: context.at().vault(&reward_pool),
            mint: mint.address,
            log: org.dao.log,
            payer: actor.payer,
            token_program: mint.program,
            system_program: system_program::ID,
        };
        let window = self.window;
        let plan =
            Plan::new(vec![accounts.call(
                context.program(),
                instruction::CreateRewardPool { window },
            )]);
        let told = record! { "pool" => reward_pool, "window" => Cell::Span(window) };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
