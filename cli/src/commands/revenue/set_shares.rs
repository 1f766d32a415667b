//! `althing revenue set-shares`.

use std::str::FromStr;

use althing::constants::BPS;
use althing::revenue::state::revenue_pool::{FIRST_DATASET, FIRST_PARENT, MAINTAINER, SHARES};
use althing::revenue::RevenueTable;
use althing::{accounts, instruction, Dao, ModelVersion, RevenuePool};
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::AccountMeta;
use clap::Args;

use super::{place_name, Which};
use crate::chain::{token::Mint, Call};
use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input;
use crate::output::{Cell, Record};
use crate::send::{Plan, Sending};

/// Set how a version's revenue is shared from now on, by vote; what the options leave is the treasury's
///
/// The version was promoted once. A parent's share goes into that parent's own pool in the same token, which anybody makes
/// before (althing revenue create) and shares by its own table: set that one first. What is due already stays as it is.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing revenue set-shares tutor@2 --maintainer 10% --dataset 1=20% --parent 1=30% --propose 'Share what tutor 2 earns'\n  althing revenue set-shares tutor@2 --dataset 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin=12.5% --dry-run"
)]
pub struct SetShares {
    #[command(flatten)]
    pub which: Which,
    /// The maintainer's part
    #[arg(long, value_name = "PERCENT", value_parser = input::percent, default_value = "0%")]
    pub maintainer: u16,
    /// The part of the owner of a dataset: its number in the version's list, from 1, or its address; for each one
    #[arg(long = "dataset", value_name = "DATASET=PERCENT")]
    pub datasets: Vec<Part>,
    /// The part of a parent's pool: its number in the version's list, from 1, or its address; for each one
    #[arg(long = "parent", value_name = "PARENT=PERCENT")]
    pub parents: Vec<Part>,
    #[command(flatten)]
    pub sending: Sending,
}

/// Whose part, and how large.
#[derive(Clone, Debug)]
pub struct Part {
    whose: String,
    bps: u16,
}

impl FromStr for Part {
    type Err = String;

    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let (whose, part) = text
            .rsplit_once('=')
            .ok_or("want whose it is and a percentage, such as 1=12.5%")?;
        Ok(Self {
            whose: whose.into(),
            bps: input::percent(part)?,
        })
    }
}

impl Part {
    /// The place in a list of accounts, from 0.
    fn place(&self, what: &str, list: &[Pubkey]) -> Result<usize> {
        if let Ok(number) = self.whose.parse::<usize>() {
            let place = number.checked_sub(1).filter(|place| *place < list.len());
            return place.ok_or_else(|| {
                Error::usage(
                    format!("the version has no {what} number {number}"),
                    format!("It has {}; see althing version show.", list.len()),
                )
            });
        }
        let address = input::address(&self.whose).map_err(|_| {
            Error::usage(
                format!("{}: neither a {what}'s number nor its address", self.whose),
                "Such as 1=12.5%.",
            )
        })?;
        let mut places = (0..list.len()).filter(|place| list.get(*place) == Some(&address));
        match (places.next(), places.next()) {
            (Some(place), None) => Ok(place),
            (Some(_), Some(_)) => Err(Error::usage(
                format!("the version has the {what} {address} several times"),
                "Say which by its number.",
            )),
            (None, _) => Err(Error::usage(
                format!("the version was not made from the {what} {address}"),
                "See althing version show.",
            )),
        }
    }
}

impl SetShares {
    /// The table, in the order of a pool's places.
    fn table(&self, version: &ModelVersion) -> Result<[u16; SHARES]> {
        let mut table = [0u16; SHARES];
        let mut left = BPS;
        let mut give = |place: usize, bps: u16| {
            let share = table
                .get_mut(place)
                .filter(|share| **share == 0 || bps == 0);
            let share = share.ok_or_else(|| {
                Error::usage(
                    format!("{} is given twice", place_name(place)),
                    "Give each its part once.",
                )
            })?;
            *share = share.saturating_add(bps);
            left = left.checked_sub(bps).ok_or_else(|| {
                Error::usage(
                    "the parts are more than 100%",
                    "What they leave is the treasury's.",
                )
            })?;
            Ok::<(), Error>(())
        };
        give(MAINTAINER, self.maintainer)?;
        for part in &self.datasets {
            let place = part.place("dataset", version.datasets())?;
            give(FIRST_DATASET.saturating_add(place), part.bps)?;
        }
        for part in &self.parents {
            let place = part.place("parent", version.parents())?;
            give(FIRST_PARENT.saturating_add(place), part.bps)?;
        }
        table[0] = left;
        Ok(table)
    }
}

/// The table as the program takes it.
fn told(places: &[u16; SHARES]) -> RevenueTable {
    let [treasury, maintainer, rest @ ..] = *places;
    let (mut datasets, mut parents) = ([0; 8], [0; 4]);
    let (front, back) = rest.split_at(datasets.len());
    datasets.copy_from_slice(front);
    parents.copy_from_slice(back);
    RevenueTable {
        treasury,
        maintainer,
        datasets,
        parents,
    }
}

/// The pools of the version's parents in this token, which must all exist.
fn parent_pools(context: &Context, version: &ModelVersion, mint: &Mint) -> Result<Vec<Pubkey>> {
    let parents = version.parents().iter();
    let pools: Vec<Pubkey> = parents
        .map(|parent| context.at().revenue(parent, &mint.address))
        .collect();
    let found = context.fetch_many::<RevenuePool>(&pools)?;
    for (parent, pool) in version.parents().iter().zip(&found) {
        if pool.is_none() {
            return Err(Error::failed(
                format!(
                    "its parent {parent} has no pool in the token {}",
                    mint.address
                ),
                format!(
                    "Make it first, anybody may: althing revenue create {parent} --mint {}.",
                    mint.address
                ),
            ));
        }
    }
    Ok(pools)
}

impl Run for SetShares {
    fn run(self, context: &Context) -> Result<()> {
        let (address, pool, mint) = self.which.find(context)?;
        let version: ModelVersion = context.fetch(&pool.model_version)?;
        let table = self.table(&version)?;
        let actor = self.sending.authority(context, &pool.dao)?;
        let dao: Dao = context.fetch(&pool.dao)?;
        let parents = parent_pools(context, &version, &mint)?;
        let accounts = accounts::SetRevenueShares {
            dao: pool.dao,
            authority: actor.from,
            revenue_pool: address,
            model_version: pool.model_version,
            log: dao.log,
        };
        let set = accounts.call_with(
            context.program(),
            instruction::SetRevenueShares {
                table: told(&table),
            },
            parents
                .iter()
                .map(|pool| AccountMeta::new(*pool, false))
                .collect(),
        );
        let shares = table.iter().enumerate().filter(|(_, bps)| **bps > 0);
        let shares: Vec<Record> = shares
            .map(
                |(place, bps)| record! { "place" => place_name(place), "share" => Cell::Bps(*bps) },
            )
            .collect();
        let outcome = record! { "pool" => address, "shares" => shares };
        context.send(&self.sending, &actor, Plan::new(vec![set]).tell(outcome))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> Pubkey {
        Pubkey::new_from_array([byte; 32])
    }

    /// Made from datasets 1, 2 and 1 again, and from parent 3.
    fn version() -> ModelVersion {
        let mut version: ModelVersion = bytemuck::Zeroable::zeroed();
        version.datasets[..3].copy_from_slice(&[key(1), key(2), key(1)]);
        version.dataset_count = 3;
        version.parents[0] = key(3);
        version.parent_count = 1;
        version
    }

    fn shares(maintainer: u16, datasets: &[&str], parents: &[&str]) -> SetShares {
        let parts = |list: &[&str]| list.iter().map(|text| text.parse().unwrap()).collect();
        SetShares {
            which: Which {
                version: String::new(),
                mint: None,
            },
            maintainer,
            datasets: parts(datasets),
            parents: parts(parents),
            sending: Sending::default(),
        }
    }

    #[test]
    fn what_the_options_leave_is_the_treasurys() {
        let all = shares(1_000, &["1=20%", &format!("{}=5.5%", key(2))], &["1=30%"]);
        let table = told(&all.table(&version()).unwrap());
        assert_eq!((table.treasury, table.maintainer), (3_450, 1_000));
        assert_eq!(table.datasets, [2_000, 550, 0, 0, 0, 0, 0, 0]);
        assert_eq!(table.parents, [3_000, 0, 0, 0]);
        let none = told(&shares(0, &[], &[]).table(&version()).unwrap());
        assert_eq!(none.treasury, 10_000);
        let whole = told(&shares(10_000, &[], &[]).table(&version()).unwrap());
        assert_eq!((whole.treasury, whole.maintainer), (0, 10_000));
    }

    #[test]
    fn what_is_too_much_twice_or_nobodys_is_refused() {
        let refused = |shares: SetShares, words: &str| {
            let error = shares.table(&version()).unwrap_err();
            assert!(error.what.contains(words), "{}", error.what);
        };
        refused(shares(9_000, &["1=20%"], &[]), "more than 100%");
        refused(
            shares(0, &["1=1%", "1=1%"], &[]),
            "dataset-1 is given twice",
        );
        refused(shares(0, &["0=1%"], &[]), "no dataset number 0");
        refused(shares(0, &["4=1%"], &[]), "no dataset number 4");
        refused(shares(0, &[], &["2=1%"]), "no parent number 2");
        refused(
            shares(0, &[&format!("{}=1%", key(1))], &[]),
            "several times",
        );
        refused(
            shares(0, &[&format!("{}=1%", key(9))], &[]),
            "was not made from",
        );
        refused(shares(0, &["x=1%"], &[]), "neither a dataset's number");
        for bad in ["", "1", "1=", "1=2", "1=101%"] {
            assert!(bad.parse::<Part>().is_err(), "{bad}");
        }
    }
}
