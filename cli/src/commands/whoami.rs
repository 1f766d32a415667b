//! `althing whoami`.

use clap::Args;
use solana_signer::Signer;

use super::Run;
use crate::chain::stored::offset;
use crate::context::Context;
use crate::error::Result;
use crate::output::{Cell, Record};
use crate::rpc::Memcmp;

/// Show your address, your SOL, and your seats and stake everywhere
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing whoami --output json")]
pub struct Whoami {}

impl Run for Whoami {
    fn run(self, context: &Context) -> Result<()> {
        let address = context.wallet()?.pubkey();
        let lamports = context.rpc.balance(&address)?;
        let seats = context.list::<althing::Seat>(&[Memcmp::key(offset::SEAT_HOLDER, &address)])?;
        let seats: Vec<Record> = seats
            .iter()
            .map(|(seat, found)| record! { "seat" => seat, "dao" => found.dao, "chamber" => found.chamber })
            .collect();
        let stakes = context
            .list::<althing::StakePosition>(&[Memcmp::key(offset::STAKE_HOLDER, &address)])?;
        let stakes: Vec<Record> = stakes
            .iter()
            .map(|(position, found)| record! { "position" => position, "provider" => found.provider })
            .collect();
        context.out.record(&record! {
            "address" => address,
            "sol" => Cell::Amount(lamports, 9),
            "cluster" => context.rpc.url(),
            "seats" => seats,
            "stakes" => stakes,
        });
        Ok(())
    }
}
