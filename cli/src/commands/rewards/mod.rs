//! `althing rewards`: funds that stream to stakers.

mod claim;
mod close;
mod create;
mod fund;
mod join;
mod leave;
mod list;
mod show;

use althing::{RewardPool, RewardPosition};
use anchor_lang::prelude::Pubkey;

use crate::chain::{token::Mint, Stored};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input;
use crate::output::{Cell, Record};

group! {
    /// Funds that flow over time to those who stake with a provider
    Group {
        Claim(claim::Claim),
        Close(close::Close),
        Create(create::Create),
        Fund(fund::Fund),
        Join(join::Join),
        Leave(leave::Leave),
        List(list::List),
        Show(show::Show),
    }
}

/// A pool by its own address, or by that of the provider (or its operator) whose stakers it pays.
fn find(context: &Context, text: &str) -> Result<(Pubkey, RewardPool)> {
    if let Ok(address) = input::address(text) {
        let account = context.rpc.account(&address)?;
        let is_pool = account.is_some_and(|account| {
            account.owner == context.program()
                && account.data.starts_with(<RewardPool as Stored>::TAG)
        });
        if is_pool {
            return Ok((address, context.fetch(&address)?));
        }
    }
    let (subject, provider) = context.provider(text)?;
    let address = context.at().rewards(&provider.dao, &subject);
    let pool = context.fetch_if(&address)?.ok_or_else(|| {
        Error::failed(
            format!("provider {} has no reward pool", provider.operator),
            "A vote makes one: althing rewards create PROVIDER --propose TITLE.",
        )
    })?;
    Ok((address, pool))
}

/// A pool as it stands now: with what has flowed since it was last settled.
fn settled(pool: &RewardPool, now: i64) -> RewardPool {
    let mut settled = *pool;
    match settled.settle(now) {
        Ok(_) => settled,
        Err(_) => *pool,
    }
}

/// What a position is owed now, base units.
fn owed(pool: &RewardPool, position: &RewardPosition, now: i64) -> u64 {
    let (mut pool, mut holding) = (*pool, position.holding);
    match pool.settle_holding(&mut holding, now) {
        Ok(_) => holding.owed,
        Err(_) => position.holding.owed,
    }
}

/// What a list says of a pool.
fn summary(address: &Pubkey, pool: &RewardPool, mint: &Mint, now: i64) -> Record {
    let settled = settled(pool, now);
    let remaining = u64::try_from(settled.stream.remaining.get() >> 64).unwrap_or(u64::MAX);
    let left = i64::try_from(settled.stream.time_left).unwrap_or(i64::MAX);
    record! {
        "pool" => address,
        "subject" => pool.subject,
        "mint" => pool.mint,
        "funded" => mint.amount(pool.funded),
        "paid" => mint.amount(pool.paid),
        "yetToFlow" => mint.amount(remaining),
        "flowsFor" => Cell::Span(left),
        "positions" => pool.positions,
    }
}
