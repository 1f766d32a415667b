//! `althing provider unstake`.

use althing::math::mul_div_ceil;
use althing::{accounts, instruction, Provider};
use anchor_lang::system_program;
use clap::Args;

use super::{position, reward_accounts, value};
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input::{decimal::format_units, Decimal};
use crate::output::Cell;
use crate::send::{Plan, Sending};

/// Start the way out for stake; after the cooldown `althing provider withdraw` pays it out
///
/// It earns nothing more, and can still be slashed until it is paid out.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing provider unstake 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q 40\n  \
                  althing provider unstake 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q --all"
)]
pub struct Unstake {
    /// The provider: its address or its operator's
    pub provider: String,
    /// How much, in whole tokens
    #[arg(required_unless_present = "all")]
    pub amount: Option<Decimal>,
    /// All of your stake
    #[arg(long, conflicts_with = "amount")]
    pub all: bool,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Unstake {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, provider) = context.provider(&self.provider)?;
        let org = context.org_at(&provider.dao)?;
        let (position, found) = position(context, &address, &actor.from)?;
        let live = found.live_shares(&provider);
        let shares = match self.amount {
            None => live,
            Some(amount) => {
                let wanted = org.mint.units(amount)?;
                let has = value(&provider, &found);
                if wanted > has {
                    return Err(Error::failed(
                        format!(
                            "your stake is worth {} tokens",
                            format_units(has, org.mint.decimals)
                        ),
                        "Ask for less, or give --all.",
                    ));
                }
                shares_for(&provider, wanted).min(live)
            }
        };
        let (reward_pool, reward_position) =
            reward_accounts(context, Some(&found), &address, &provider.dao)?;
        let unbonding = context.at().unbonding(&position, found.unbonding_count);
        let accounts = accounts::RequestUnstake {
            dao: provider.dao,
            provider: address,
            position,
            unbonding,
            holder: actor.from,
            payer: actor.payer,
            reward_pool,
            reward_position,
            system_program: system_program::ID,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::RequestUnstake { shares })
        ]);
        let worth = provider.active.value_of(shares).unwrap_or(0);
        let cooldown = org.dao.config.withdrawal_cooldown;
        let told = record! {
            "unbonding" => unbonding,
            "shares" => shares,
            "worthNow" => org.mint.amount(worth),
            "readyAbout" => Cell::Time(org.clock.now.saturating_add(cooldown)),
        };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}

/// The fewest shares that are worth at least this much.
fn shares_for(provider: &Provider, units: u64) -> u64 {
    mul_div_ceil(units, provider.active.shares, provider.active.assets).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytemuck::Zeroable;

    #[test]
    fn shares_are_worth_at_least_what_was_asked() {
        let mut provider = Provider::zeroed();
        provider.active.assets = 7;
        provider.active.shares = 10;
        for units in 1..=7 {
            let shares = shares_for(&provider, units);
            assert!(provider.active.value_of(shares).unwrap() >= units);
            assert!(provider.active.value_of(shares - 1).unwrap() < units);
        }
        assert_eq!(shares_for(&Provider::zeroed(), 1), 0);
    }
}
