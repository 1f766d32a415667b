//! `althing provider withdraw`.

use althing::{accounts, instruction, Unbonding};
use anchor_lang::prelude::Pubkey;
use clap::Args;

use super::position;
use crate::chain::{stored::offset, Call};
use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input::{self, format_time};
use crate::rpc::Memcmp;
use crate::send::{pack, Plan, Sending};

/// Have stake paid out whose cooldown is over, to its holder; anybody may
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing provider withdraw 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q"
)]
pub struct Withdraw {
    /// The provider: its address or its operator's
    pub provider: String,
    /// Whose stake [default: yours]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub holder: Option<Pubkey>,
    /// The holder's token account to be paid to [default: the associated one]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub token_account: Option<Pubkey>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Withdraw {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, provider) = context.provider(&self.provider)?;
        let org = context.org_at(&provider.dao)?;
        let holder = self.holder.unwrap_or(actor.from);
        let (position, _) = position(context, &address, &holder)?;
        let mut tranches =
            context.list::<Unbonding>(&[Memcmp::key(offset::UNBONDING_POSITION, &position)])?;
        tranches.sort_by_key(|(_, tranche)| tranche.ready_at);
        let ready: Vec<_> = tranches
            .iter()
            .filter(|(_, tranche)| tranche.ready_at <= org.clock.now)
            .collect();
        if ready.is_empty() {
            return Err(match tranches.first() {
                Some((_, next)) => Error::failed(
                    format!("nothing is ready before {}", format_time(next.ready_at)),
                    "Try again then.",
                ),
                None => Error::failed(
                    "nothing is on its way out",
                    "Start it: althing provider unstake PROVIDER AMOUNT.",
                ),
            });
        }
        let (to, _) = context.token_account(&org.mint, &holder, self.token_account)?;
        let calls = ready.iter().map(|(unbonding, tranche)| {
            let accounts = accounts::WithdrawStake {
                provider: address,
                position,
                unbonding: *unbonding,
                vault: provider.vault,
                to,
                mint: org.mint.address,
                payer: tranche.payer,
                token_program: org.mint.program,
            };
            accounts.call(context.program(), instruction::WithdrawStake {})
        });
        let plan = Plan {
            steps: pack(&actor.fees, calls.collect()),
            resume: "say it again to go on.".into(),
            ..Plan::default()
        };
        let told = record! { "tranches" => ready.len(), "left" => tranches.len().saturating_sub(ready.len()), "to" => to };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
