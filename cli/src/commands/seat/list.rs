//! `althing seat list`.

use althing::Seat;
use clap::Args;

use crate::chain::{lookup::weight_in, stored::offset};
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::rpc::Memcmp;

/// List the seats of a chamber, the heaviest first
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing seat list 1")]
pub struct List {
    /// The chamber: index or address
    #[arg(default_value = "0")]
    pub chamber: String,
}

impl Run for List {
    fn run(self, context: &Context) -> Result<()> {
        let (address, chamber) = context.chamber(&self.chamber)?;
        let org = context.org_at(&chamber.dao)?;
        let epoch = org.epoch()?;
        let mut found = context.list::<Seat>(&[Memcmp::key(offset::SEAT_CHAMBER, &address)])?;
        let weight = |seat: &Seat| seat.weight_at(epoch).unwrap_or(0);
        found.sort_by_key(|(_, seat)| std::cmp::Reverse(weight(seat)));
        let rows: Vec<_> = found
            .iter()
            .map(|(address, seat)| {
                record! {
                    "seat" => address,
                    "holder" => seat.holder,
                    "weight" => weight_in(&chamber, &org.mint, weight(seat)),
                    "weightFromNextEpoch" => weight_in(&chamber, &org.mint, seat.weight.latest()),
                }
            })
            .collect();
        context.out.list("seats", &rows);
        Ok(())
    }
}
