//! `althing version check-lineage`.

use std::collections::HashSet;

use althing::{accounts, instruction, Dao, ModelVersion};
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::{AccountMeta, Instruction};
use clap::Args;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::output::Cell;
use crate::send::{pack, Plan, Sending};

/// The most ancestors that are looked at; more is a mistake, or hostile.
const MOST: usize = 4_096;

/// After a revocation, find a version's revoked ancestors anew, the oldest first; anybody may
///
/// Needed before a version can be promoted whose parents were not looked at since. `althing version show` tells what was found;
/// a vote may accept it (althing version override-taint).
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing version check-lineage tutor@3")]
pub struct CheckLineage {
    /// The version: MODEL@NUMBER or address
    pub version: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for CheckLineage {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, version) = context.version(&self.version)?;
        let dao: Dao = context.fetch(&version.dao)?;
        let stale = stale(context, address, version, dao.lineage_revision)?;
        if stale.is_empty() {
            return Err(Error::failed(
                "every ancestor was looked at since the last revocation",
                "Nothing is to be done.",
            ));
        }
        let calls: Vec<Instruction> = stale
            .iter()
            .map(|(address, version)| call(context, address, version))
            .collect();
        let told = record! {
            "version" => address,
            "checked" => stale.iter().map(|(address, _)| Cell::from(address)).collect::<Vec<_>>(),
        };
        let plan = Plan {
            steps: pack(&actor.fees, calls),
            resume: "say it again to go on.".into(),
            ..Plan::default()
        };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}

fn call(context: &Context, address: &Pubkey, version: &ModelVersion) -> Instruction {
    let accounts = accounts::CheckLineage {
        dao: version.dao,
        model_version: *address,
    };
    let parents = version.parents().iter();
    accounts.call_with(
        context.program(),
        instruction::CheckLineage {},
        parents
            .map(|parent| AccountMeta::new_readonly(*parent, false))
            .collect(),
    )
}

/// The version and its ancestors that must be looked at, each behind its own parents.
fn stale(
    context: &Context,
    address: Pubkey,
    version: ModelVersion,
    revision: u64,
) -> Result<Vec<(Pubkey, ModelVersion)>> {
    let (mut found, mut seen) = (vec![], HashSet::from([address]));
    let mut generation = vec![(address, version)];
    // Generation by generation; the lineage has no cycles, so this ends.
    while !generation.is_empty() {
        let mut parents: Vec<Pubkey> = vec![];
        for (address, version) in generation {
            parents.extend(version.parents());
            found.push((address, version));
        }
        parents.retain(|parent| seen.insert(*parent));
        if seen.len() > MOST {
            return Err(Error::failed(
                format!("the version has more than {MOST} ancestors"),
                "Check its parents one by one.",
            ));
        }
        let accounts = context.fetch_many::<ModelVersion>(&parents)?;
        let open = parents.into_iter().zip(accounts);
        generation = open
            .filter_map(|(address, version)| Some((address, version?)))
            .collect();
    }
    Ok(in_order(found, revision))
}

/// Parents before their children, without those that were looked at.
fn in_order(mut left: Vec<(Pubkey, ModelVersion)>, revision: u64) -> Vec<(Pubkey, ModelVersion)> {
    left.retain(|(_, version)| !version.is_checked(revision));
    let mut ordered = vec![];
    while !left.is_empty() {
        let waiting: HashSet<Pubkey> = left.iter().map(|(address, _)| *address).collect();
        let ready = |(_, version): &(Pubkey, ModelVersion)| {
            !version.parents().iter().any(|p| waiting.contains(p))
        };
        let (now, later): (Vec<_>, Vec<_>) = left.into_iter().partition(ready);
        if now.is_empty() {
            // The program allows no cycle; a node that shows one gets an end.
            break;
        }
        ordered.extend(now);
        left = later;
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytemuck::Zeroable;

    fn key(byte: u8) -> Pubkey {
        Pubkey::new_from_array([byte; 32])
    }

    fn version(number: u8, parents: &[u8], revision: u64) -> (Pubkey, ModelVersion) {
        let mut version = ModelVersion::zeroed();
        for (place, parent) in version.parents.iter_mut().zip(parents) {
            *place = key(*parent);
        }
        version.parent_count = u8::try_from(parents.len()).unwrap();
        version.lineage_revision = revision;
        (key(number), version)
    }

    fn order(left: Vec<(Pubkey, ModelVersion)>) -> Vec<Pubkey> {
        in_order(left, 5).iter().map(|(key, _)| *key).collect()
    }

    #[test]
    fn parents_come_first_and_checked_ones_not_at_all() {
        // 1 is a root; 2 and 3 were made of it, 4 of both; 3 was looked at.
        let all = vec![
            version(4, &[2, 3], 4),
            version(2, &[1], 4),
            version(3, &[1], 5),
            version(1, &[], 0),
        ];
        assert_eq!(order(all), [key(2), key(4)]);
        assert_eq!(order(vec![version(4, &[3], 5)]), []);
    }

    #[test]
    fn a_cycle_that_a_node_makes_up_ends() {
        assert_eq!(order(vec![version(1, &[2], 0), version(2, &[1], 0)]), []);
    }
}
