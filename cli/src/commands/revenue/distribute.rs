//! `althing revenue distribute`.

use std::collections::HashMap;

use althing::revenue::state::revenue_pool::{FIRST_DATASET, FIRST_PARENT};
use althing::{accounts, instruction, RevenuePool};
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use clap::Args;

use super::{place, Which};
use crate::chain::{token::Mint, Call};
use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::output::Record;
use crate::send::{pack, Plan, Sending};

/// Pass on what is due to parents into their pools, up the whole lineage; anybody may
///
/// Each pool shares what it gets by its own table, and what its own parents get of it is passed on too. People are paid
/// by althing revenue claim.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing revenue distribute tutor@2\n  althing revenue distribute tutor@2 --place parent-1"
)]
pub struct Distribute {
    #[command(flatten)]
    pub which: Which,
    /// Only to this parent of the version itself: parent-1 to parent-4
    #[arg(long, value_parser = place)]
    pub place: Option<usize>,
    #[command(flatten)]
    pub sending: Sending,
}

/// The pools of a lineage as they stand, and as they will.
struct Lineage {
    pools: HashMap<Pubkey, RevenuePool>,
    /// From the youngest on: every pool comes before those that it passes on to.
    order: Vec<Pubkey>,
}

impl Lineage {
    /// All pools above one.
    fn read(context: &Context, address: Pubkey, pool: RevenuePool) -> Result<Self> {
        let mut pools = HashMap::from([(address, pool)]);
        let mut next = pool.parents().to_vec();
        while !next.is_empty() {
            next.sort_unstable();
            next.dedup();
            next.retain(|parent| !pools.contains_key(parent));
            let found = context.fetch_many::<RevenuePool>(&next)?;
            let mut above = vec![];
            for (parent, pool) in next.iter().zip(found) {
                // The program keeps it open while this one is.
                let pool = pool.ok_or_else(|| gone(parent))?;
                above.extend_from_slice(pool.parents());
                pools.insert(*parent, pool);
            }
            next = above;
        }
        let order = order(&pools, address);
        Ok(Self { pools, order })
    }

    /// Passes on, in the books of this copy, what is due to a parent. Returns how much, and into which pool.
    fn pass_on(&mut self, from: &Pubkey, parent: usize) -> Result<Option<(u64, Pubkey)>> {
        let at = FIRST_PARENT.saturating_add(parent);
        let Some(pool) = self.pools.get_mut(from) else {
            return Ok(None);
        };
        let Some(to) = pool.parents().get(parent).copied() else {
            return Ok(None);
        };
        let due = pool.shares.get(at).map_or(0, |share| share.owed);
        if due == 0 {
            return Ok(None);
        }
        let books = |_| Error::failed("the pools' books do not fit", "Read them again.");
        pool.take(at).map_err(books)?;
        let parent = self.pools.get_mut(&to).ok_or_else(|| gone(&to))?;
        parent.deposit(due).map_err(books)?;
        Ok(Some((due, to)))
    }
}

fn gone(pool: &Pubkey) -> Error {
    Error::failed(
        format!("there is no revenue pool at {pool}"),
        "The pool was closed meanwhile; try again.",
    )
}

/// The pools in an order in which each comes before its parents.
fn order(pools: &HashMap<Pubkey, RevenuePool>, first: Pubkey) -> Vec<Pubkey> {
    let mut children: HashMap<Pubkey, usize> = HashMap::new();
    for pool in pools.values() {
        for parent in pool.parents() {
            let count = children.entry(*parent).or_default();
            *count = count.saturating_add(1);
        }
    }
    let mut order = vec![first];
    let mut at = 0usize;
    while let Some(pool) = order.get(at).and_then(|address| pools.get(address)) {
        at = at.saturating_add(1);
        for parent in pool.parents() {
            if let Some(left) = children.get_mut(parent) {
                *left = left.saturating_sub(1);
                if *left == 0 {
                    order.push(*parent);
                }
            }
        }
    }
    order
}

/// What passes on from one pool into another.
fn step(
    context: &Context,
    lineage: &Lineage,
    mint: &Mint,
    (from, to): (Pubkey, Pubkey),
    parent: usize,
) -> Instruction {
    let vault = |pool: &Pubkey| lineage.pools.get(pool).map_or(*pool, |pool| pool.vault);
    let accounts = accounts::DistributeRevenue {
        revenue_pool: from,
        vault: vault(&from),
        parent_pool: to,
        parent_vault: vault(&to),
        mint: mint.address,
        token_program: mint.program,
    };
    let place = u8::try_from(parent).unwrap_or(u8::MAX);
    accounts.call(context.program(), instruction::DistributeRevenue { place })
}

impl Run for Distribute {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, pool, mint) = self.which.find(context)?;
        let only = match self.place {
            Some(place) if place < FIRST_PARENT => {
                return Err(Error::usage(
                    "people are paid, not passed on to",
                    match place < FIRST_DATASET {
                        true => "Pay them: althing revenue claim.",
                        false => "Pay a dataset's owner: althing revenue claim --place dataset-1.",
                    },
                ))
            }
            place => place.map(|place| place.saturating_sub(FIRST_PARENT)),
        };
        let mut lineage = Lineage::read(context, address, pool)?;
        let (mut steps, mut told): (Vec<Instruction>, Vec<Record>) = (vec![], vec![]);
        for from in lineage.order.clone() {
            for parent in 0..pool.parents.len() {
                let wanted = only.is_none_or(|only| from == address && parent == only);
                let passed = match wanted {
                    true => lineage.pass_on(&from, parent)?,
                    false => None,
                };
                if let Some((amount, to)) = passed {
                    steps.push(step(context, &lineage, &mint, (from, to), parent));
                    told.push(record! {
                        "from" => from, "to" => to, "amount" => mint.amount(amount),
                    });
                }
            }
        }
        if steps.is_empty() {
            return Err(Error::failed(
                "nothing is due to a parent",
                "People are paid: althing revenue claim.",
            ));
        }
        let plan = Plan {
            steps: pack(&actor.payer, steps),
            resume: "Call it again for what is left.".into(),
            ..Plan::default()
        };
        let told = record! { "pool" => address, "passedOn" => told };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(byte: u8) -> Pubkey {
        Pubkey::new_from_array([byte; 32])
    }

    fn pool(parents: &[u8]) -> RevenuePool {
        let mut pool: RevenuePool = bytemuck::Zeroable::zeroed();
        pool.shares[0].bps = 10_000;
        for parent in parents {
            pool.add_parent(key(*parent)).unwrap();
        }
        pool
    }

    /// 1 was made from 2 and 3, 2 from 3, 3 from 4.
    fn lineage() -> Lineage {
        let pools = [(1, &[3, 2][..]), (2, &[3]), (3, &[4]), (4, &[])];
        let pools: HashMap<_, _> = pools
            .map(|(byte, parents)| (key(byte), pool(parents)))
            .into();
        let order = order(&pools, key(1));
        Lineage { pools, order }
    }

    #[test]
    fn every_pool_comes_before_its_parents() {
        assert_eq!(lineage().order, [1, 2, 3, 4].map(key));
    }

    #[test]
    fn what_is_due_moves_up_once() {
        let mut lineage = lineage();
        let share = |lineage: &mut Lineage, byte: u8| {
            let pool = lineage.pools.get_mut(&key(byte)).unwrap();
            (pool.shares[0].bps, pool.shares[FIRST_PARENT].bps) = (0, 10_000);
        };
        (1..=3).for_each(|byte| share(&mut lineage, byte));
        let first = lineage.pools.get_mut(&key(1)).unwrap();
        first.deposit(7).unwrap();
        assert_eq!(lineage.pass_on(&key(1), 0).unwrap(), Some((7, key(3))));
        assert_eq!(lineage.pass_on(&key(1), 0).unwrap(), None);
        assert_eq!(lineage.pass_on(&key(1), 1).unwrap(), None);
        assert_eq!(lineage.pass_on(&key(1), 3).unwrap(), None);
        assert_eq!(lineage.pass_on(&key(3), 0).unwrap(), Some((7, key(4))));
        assert_eq!(lineage.pools[&key(4)].shares[0].owed, 7);
    }
}
