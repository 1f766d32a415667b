//! `althing rewards show`.

use althing::RewardPosition;
use clap::Args;

use super::{find, owed, summary};
use crate::chain::stored::offset;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::output::{Cell, Record};
use crate::rpc::Memcmp;

/// Show a reward pool: what flows, to whom, and what each is owed now
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing rewards show 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q"
)]
pub struct Show {
    /// The pool: its address, or that of its provider or operator
    pub pool: String,
}

impl Run for Show {
    fn run(self, context: &Context) -> Result<()> {
        let (address, pool) = find(context, &self.pool)?;
        let mint = context.mint(&pool.mint)?;
        let now = context.rpc.clock()?.now;
        let found =
            context.list::<RewardPosition>(&[Memcmp::key(offset::REWARD_POOL, &address)])?;
        let positions: Vec<Record> = found
            .iter()
            .map(|(_, position)| {
                record! {
                    "holder" => position.holder,
                    "weight" => position.holding.total_weight(),
                    "owed" => mint.amount(owed(&pool, position, now)),
                }
            })
            .collect();
        let shown = summary(&address, &pool, &mint, now).and(record! {
            "dao" => pool.dao,
            "window" => Cell::Span(pool.window),
            "vault" => pool.vault,
            "weights" => positions,
        });
        context.out.record(&shown);
        Ok(())
    }
}
