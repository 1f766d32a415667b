//! `althing provider`: who runs models, and what is staked on it.

mod close;
mod close_offences;
mod close_position;
mod list;
mod offer;
mod register;
mod retire;
mod show;
mod slash;
mod stake;
mod unstake;
mod update;
mod withdraw;

use althing::{Provider, RewardPool, StakePosition};
use anchor_lang::prelude::Pubkey;

use crate::chain::Org;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::output::{
    cell::{padded, unpad},
    Cell, Record,
};

group! {
    /// Machines that run models, and the stake behind them
    Group {
        Close(close::Close),
        CloseOffences(close_offences::CloseOffences),
        ClosePosition(close_position::ClosePosition),
        List(list::List),
        Register(register::Register),
        Retire(retire::Retire),
        Show(show::Show),
        Slash(slash::Slash),
        Stake(stake::Stake),
        Unstake(unstake::Unstake),
        Update(update::Update),
        Withdraw(withdraw::Withdraw),
    }
}

/// What a list says of a provider.
fn summary(org: &Org, address: &Pubkey, provider: &Provider) -> Record {
    record! {
        "operator" => provider.operator,
        "provider" => address,
        "status" => status(provider),
        "endpoint" => padded(&provider.endpoint),
        "region" => padded(&provider.region),
        "accelerators" => format!("{} {}", provider.accelerators, unpad(&provider.accelerator)),
        "pricePerHour" => org.mint.amount(provider.price_per_hour),
        "staked" => org.mint.amount(provider.active.assets),
    }
}

fn status(provider: &Provider) -> &'static str {
    match provider.status {
        Provider::ACTIVE => "active",
        Provider::RETIRED => "retired",
        _ => "unknown",
    }
}

/// Base units that shares of the active pool stand for.
fn value(provider: &Provider, position: &StakePosition) -> u64 {
    let live = position.live_shares(provider);
    provider.active.value_of(live).unwrap_or(0)
}

/// Somebody's stake with a provider.
pub fn position(
    context: &Context,
    provider: &Pubkey,
    holder: &Pubkey,
) -> Result<(Pubkey, StakePosition)> {
    let address = context.at().stake(provider, holder);
    let found = context.fetch_if(&address)?.ok_or_else(|| {
        Error::failed(
            format!("{holder} has no stake with provider {provider}"),
            "Stake first: althing provider stake PROVIDER AMOUNT.",
        )
    })?;
    Ok((address, found))
}

/// The accounts that keep rewards in step with a position's shares; none where it has not joined.
fn reward_accounts(
    context: &Context,
    position: Option<&StakePosition>,
    provider: &Pubkey,
    dao: &Pubkey,
) -> Result<(Option<Pubkey>, Option<Pubkey>)> {
    let joined = position
        .map(|position| position.reward_position)
        .filter(|joined| *joined != Pubkey::default());
    if joined.is_none() {
        return Ok((None, None));
    }
    let pool = context.at().rewards(dao, provider);
    context.fetch::<RewardPool>(&pool)?;
    Ok((Some(pool), joined))
}

/// A provider's own token account, with what lies in it; 0 where it was closed.
fn left_in(context: &Context, vault: &Pubkey) -> Result<u64> {
    let account = context.rpc.account(vault)?;
    let found = account
        .as_ref()
        .and_then(crate::chain::token::TokenAccount::read);
    Ok(found.map_or(0, |found| found.amount))
}

/// Whether somebody's part in rewards, in words.
fn joined(position: &StakePosition) -> Cell {
    Cell::Bool(position.reward_position != Pubkey::default())
}
