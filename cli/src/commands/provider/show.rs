//! `althing provider show`.

use althing::{Offence, Provider, RewardPool, StakePosition, Unbonding};
use clap::Args;

use super::{joined, summary, value};
use crate::chain::{stored::offset, Org};
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input::bytes::to_hex;
use crate::output::{Cell, Record};
use crate::rpc::Memcmp;

/// Show a provider: its offer, its stakers, what is on its way out, its slashes
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing provider show 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q --output json"
)]
pub struct Show {
    /// The provider: its address or its operator's
    pub provider: String,
}

impl Run for Show {
    fn run(self, context: &Context) -> Result<()> {
        let (address, provider) = context.provider(&self.provider)?;
        let org = context.org_at(&provider.dao)?;
        let by_provider = [Memcmp::key(offset::STAKE_PROVIDER, &address)];
        let positions = context.list::<StakePosition>(&by_provider)?;
        let offences =
            context.list::<Offence>(&[Memcmp::key(offset::OFFENCE_PROVIDER, &address)])?;
        let pool = context.at().rewards(&provider.dao, &address);
        let pool = context.fetch_if::<RewardPool>(&pool)?.map(|_| pool);
        let mut stakers = vec![];
        for (position, found) in &positions {
            stakers.push(staker(context, &org, &provider, position, found)?);
        }
        let offences: Vec<Record> = offences
            .iter()
            .map(|(_, offence)| {
                record! {
                    "offence" => to_hex(&offence.offence_id),
                    "share" => Cell::Bps(offence.bps),
                    "taken" => org.mint.amount(offence.amount),
                    "at" => Cell::Time(offence.slashed_at),
                }
            })
            .collect();
        let shown = summary(&org, &address, &provider).and(record! {
            "unbonding" => org.mint.amount(provider.unbonding.assets),
            "vault" => provider.vault,
            "rewardPool" => pool,
            "stakers" => stakers,
            "slashes" => offences,
        });
        context.out.record(&shown);
        Ok(())
    }
}

fn staker(
    context: &Context,
    org: &Org,
    provider: &Provider,
    address: &anchor_lang::prelude::Pubkey,
    position: &StakePosition,
) -> Result<Record> {
    let leaving = if position.open_unbondings == 0 {
        vec![]
    } else {
        context.list::<Unbonding>(&[Memcmp::key(offset::UNBONDING_POSITION, address)])?
    };
    let leaving: Vec<Record> = leaving
        .iter()
        .map(|(_, tranche)| {
            let live = provider.unbonding.live(tranche.shares, tranche.round);
            record! {
                "amount" => org.mint.amount(provider.unbonding.value_of(live).unwrap_or(0)),
                "readyAt" => Cell::Time(tranche.ready_at),
            }
        })
        .collect();
    Ok(record! {
        "holder" => position.holder,
        "position" => address,
        "staked" => org.mint.amount(value(provider, position)),
        "shares" => position.live_shares(provider),
        "earnsRewards" => joined(position),
        "leaving" => leaving,
    })
}
