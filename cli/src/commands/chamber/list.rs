//! `althing chamber list`.

use althing::Chamber;
use clap::Args;

use super::{kind, weighting};
use crate::chain::{lookup::weight_in, stored::offset};
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::rpc::Memcmp;

/// List an organisation's chambers, with their weight in this epoch
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing chamber list --dao 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin"
)]
pub struct List {}

impl Run for List {
    fn run(self, context: &Context) -> Result<()> {
        let org = context.org()?;
        let epoch = org.epoch()?;
        let mut found =
            context.list::<Chamber>(&[Memcmp::key(offset::CHAMBER_DAO, &org.address)])?;
        found.sort_by_key(|(_, chamber)| chamber.index);
        let rows: Vec<_> = found
            .iter()
            .map(|(address, chamber)| {
                record! {
                    "index" => chamber.index,
                    "chamber" => address,
                    "kind" => kind(chamber),
                    "weighting" => weighting(chamber),
                    "seats" => chamber.seats,
                    "weight" => weight_in(chamber, &org.mint, chamber.total.weight_at(epoch).unwrap_or(0)),
                }
            })
            .collect();
        context.out.list("chambers", &rows);
        Ok(())
    }
}
