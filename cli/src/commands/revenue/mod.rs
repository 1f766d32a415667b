//! `althing revenue`: what versions earn, and whom it reaches.

mod claim;
mod close;
mod create;
mod deposit;
mod distribute;
mod list;
mod set_shares;
mod show;

use althing::revenue::state::revenue_pool::{FIRST_DATASET, FIRST_PARENT, MAINTAINER, TREASURY};
use althing::{Dao, Dataset, Model, ModelVersion, RevenuePool};
use anchor_lang::prelude::Pubkey;
use clap::Args;

use crate::chain::{token::Mint, Stored};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input;
use crate::output::{Cell, Record};

group! {
    /// What versions earn: shared by a table that a vote sets, paid to people, passed on along the lineage
    Group {
        Claim(claim::Claim),
        Close(close::Close),
        Create(create::Create),
        Deposit(deposit::Deposit),
        Distribute(distribute::Distribute),
        List(list::List),
        SetShares(set_shares::SetShares),
        Show(show::Show),
    }
}

/// Which pool.
#[derive(Args, Clone, Debug)]
pub struct Which {
    /// The version whose revenue it is, MODEL@NUMBER or address; or the pool's address
    pub version: String,
    /// The token of the revenue [default: the organisation's]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub mint: Option<Pubkey>,
}

impl Which {
    /// The version, and where its pool is or would be.
    fn plan(&self, context: &Context) -> Result<(Pubkey, ModelVersion, Mint, Pubkey)> {
        let (address, version) = context.version(&self.version)?;
        let mint = match self.mint {
            Some(mint) => mint,
            None => context.fetch::<Dao>(&version.dao)?.mint,
        };
        let mint = context.mint(&mint)?;
        let pool = context.at().revenue(&address, &mint.address);
        Ok((address, version, mint, pool))
    }

    /// The pool, and its mint.
    fn find(&self, context: &Context) -> Result<(Pubkey, RevenuePool, Mint)> {
        if let Some(found) = self.by_address(context)? {
            let mint = context.mint(&found.1.mint)?;
            return Ok((found.0, found.1, mint));
        }
        let (_, _, mint, address) = self.plan(context)?;
        let pool = context.fetch_if(&address)?.ok_or_else(|| {
            Error::failed(
                format!(
                    "{} has no revenue pool in the token {}",
                    self.version, mint.address
                ),
                "Anybody makes one: althing revenue create VERSION; another token: --mint ADDRESS.",
            )
        })?;
        Ok((address, pool, mint))
    }

    /// The pool at the address that was given, where it is one's.
    fn by_address(&self, context: &Context) -> Result<Option<(Pubkey, RevenuePool)>> {
        let Ok(address) = input::address(&self.version) else {
            return Ok(None);
        };
        let is_pool = context.rpc.account(&address)?.is_some_and(|account| {
            account.owner == context.program()
                && account.data.starts_with(<RevenuePool as Stored>::TAG)
        });
        if !is_pool {
            return Ok(None);
        }
        Ok(Some((address, context.fetch(&address)?)))
    }
}

/// A place of a pool in words: treasury, maintainer, dataset-1 to dataset-8, parent-1 to parent-4.
#[must_use]
pub fn place_name(place: usize) -> String {
    let number = |first: usize| place.saturating_sub(first).saturating_add(1);
    match place {
        TREASURY => "treasury".into(),
        MAINTAINER => "maintainer".into(),
        _ if place < FIRST_PARENT => format!("dataset-{}", number(FIRST_DATASET)),
        _ => format!("parent-{}", number(FIRST_PARENT)),
    }
}

/// The place of these words.
///
/// # Errors
/// Where there is none such.
fn place(text: &str) -> std::result::Result<usize, String> {
    (0..althing::revenue::state::revenue_pool::SHARES)
        .find(|place| place_name(*place) == text)
        .ok_or_else(|| {
            "none of treasury, maintainer, dataset-1 to dataset-8, parent-1 to parent-4".into()
        })
}

/// The account that says who stands at a place which is paid to a person.
fn source(pool: &RevenuePool, place: usize) -> Option<Pubkey> {
    match place {
        TREASURY => Some(pool.dao),
        MAINTAINER => Some(pool.model),
        _ if place >= FIRST_PARENT || !pool.has_holder(place) => None,
        _ => pool
            .datasets
            .get(place.checked_sub(FIRST_DATASET)?)
            .copied(),
    }
}

/// Who stands there now; nobody where the account that says so is closed, or is a dataset registered anew.
fn holder(context: &Context, pool: &RevenuePool, place: usize) -> Result<Option<Pubkey>> {
    let Some(source) = source(pool, place) else {
        return Ok(None);
    };
    Ok(match place {
        TREASURY => Some(context.fetch::<Dao>(&source)?.authority),
        MAINTAINER => context
            .fetch_if::<Model>(&source)?
            .map(|model| model.maintainer),
        _ => context
            .fetch_if::<Dataset>(&source)?
            .filter(|dataset| dataset.created_at <= pool.released_at)
            .map(|dataset| dataset.owner),
    })
}

/// What a list says of a pool.
fn summary(address: &Pubkey, pool: &RevenuePool, mint: &Mint) -> Record {
    let sum = |part: fn(&althing::math::split::Share) -> u64| {
        let parts = pool.shares.iter().map(part);
        mint.amount(parts.fold(0, u64::saturating_add))
    };
    record! {
        "pool" => address,
        "version" => pool.model_version,
        "mint" => pool.mint,
        "shared" => pool.is_shared(),
        "earned" => mint.amount(pool.deposited),
        "due" => sum(|share| share.owed),
        "paid" => sum(|share| share.paid),
        "children" => pool.children,
    }
}

/// What a pool says of each place that somebody stands at or that has something.
fn places(context: &Context, pool: &RevenuePool, mint: &Mint) -> Result<Vec<Record>> {
    let mut rows = vec![];
    for (place, share) in pool.shares.iter().enumerate() {
        if !pool.has_holder(place) {
            continue;
        }
        let to = match place.checked_sub(FIRST_PARENT) {
            Some(parent) => pool.parents().get(parent).copied(),
            None => holder(context, pool, place)?,
        };
        rows.push(record! {
            "place" => place_name(place),
            "share" => Cell::Bps(share.bps),
            "due" => mint.amount(share.owed),
            "paid" => mint.amount(share.paid),
            "to" => to,
        });
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_named_both_ways() {
        for number in 0..14 {
            assert_eq!(place(&place_name(number)), Ok(number));
        }
        assert_eq!(place("dataset-8"), Ok(9));
        assert_eq!(place("parent-1"), Ok(10));
        for bad in ["", "dataset-0", "dataset-9", "parent-5", "dataset", "2"] {
            assert!(place(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn whom_a_place_is_asked_for_is_as_the_program_has_it() {
        let key = |byte| Pubkey::new_from_array([byte; 32]);
        let mut pool: RevenuePool = bytemuck::Zeroable::zeroed();
        (pool.dao, pool.model) = (key(1), key(2));
        pool.datasets[..2].copy_from_slice(&[key(3), key(4)]);
        pool.dataset_count = 2;
        pool.parent_count = 1;
        let sources: Vec<_> = (0..14).map(|place| source(&pool, place)).collect();
        let there = [1, 2, 3, 4].map(|byte| Some(key(byte)));
        assert_eq!(sources[..4], there);
        assert_eq!(sources[4..], [None; 10]);
    }
}
