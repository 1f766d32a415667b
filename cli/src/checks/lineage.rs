//! What the version was made from, at any depth.

use std::collections::BTreeSet;

use althing::{ModelVersion, VersionStatus};
use anchor_lang::prelude::Pubkey;

use super::subject::Subject;
use super::{count, Report, Verdict};
use crate::commands::version::status;
use crate::context::Context;
use crate::error::Result;
use crate::output::Record;

/// Ancestors that are looked at.
const MOST: usize = 10_000;

/// Walks up to every ancestor and sees whether it is revoked; does not rely on what the program has noted.
///
/// # Errors
/// Where the cluster does not answer.
pub fn check(context: &Context, subject: &Subject, report: &mut Report) -> Result<Vec<Record>> {
    let fetch = |addresses: &[Pubkey]| context.fetch_many::<ModelVersion>(addresses);
    walk(subject, report, fetch)
}

fn walk(
    subject: &Subject,
    report: &mut Report,
    fetch: impl Fn(&[Pubkey]) -> Result<Vec<Option<ModelVersion>>>,
) -> Result<Vec<Record>> {
    let pardons = subject.version.pardons();
    let mut known: BTreeSet<Pubkey> = BTreeSet::from([subject.address]);
    let mut rows = vec![];
    let (mut revoked, mut pardoned, mut lost) = (vec![], 0u64, vec![]);
    let mut generation: Vec<Pubkey> = subject.version.parents().to_vec();
    let mut depth = 1u64;
    while !generation.is_empty() && known.len() <= MOST {
        generation.retain(|address| known.insert(*address));
        let found = fetch(&generation)?;
        let mut next = vec![];
        for (address, version) in generation.iter().zip(found) {
            let Some(version) = version else {
                lost.push(address.to_string());
                continue;
            };
            next.extend_from_slice(version.parents());
            let is_revoked = version.status() == VersionStatus::Revoked;
            let accepted = pardons.contains(address);
            pardoned = pardoned.saturating_add(u64::from(is_revoked && accepted));
            if is_revoked && !accepted {
                revoked.push(address.to_string());
            }
            rows.push(record! {
                "version" => address,
                "model" => version.model,
                "number" => version.number,
                "generation" => depth,
                "status" => status(version.status()),
                "accepted" => is_revoked.then_some(crate::output::Cell::Bool(accepted)),
            });
        }
        generation = next;
        depth = depth.saturating_add(1);
    }
    let (verdict, says) = if !revoked.is_empty() {
        let says = format!(
            "made from revoked versions that no vote has accepted for it: {}",
            revoked.join(", ")
        );
        (Verdict::Broken, says)
    } else if !lost.is_empty() {
        let says = format!(
            "the node does not know these ancestors: {}",
            lost.join(", ")
        );
        (Verdict::Broken, says)
    } else if known.len() > MOST {
        (
            Verdict::Open,
            format!("more than {MOST} ancestors, of which the nearest are not revoked"),
        )
    } else if rows.is_empty() {
        (
            Verdict::Open,
            "names no version that it was made from".to_owned(),
        )
    } else {
        let accepted = match pardoned {
            0 => String::new(),
            _ => format!(
                "; of {} a vote has accepted that they are",
                count(pardoned, "ancestor")
            ),
        };
        let says = format!(
            "none of {} is revoked{accepted}",
            count(rows.len() as u64, "ancestor")
        );
        (Verdict::Holds, says)
    };
    report.tell("lineage", verdict, says);
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::subject::tests::{key, subject};
    use std::collections::BTreeMap;

    fn version(parents: &[u8], status: VersionStatus) -> ModelVersion {
        let mut version = subject().version;
        for parent in parents {
            version.add_parent(key(*parent)).unwrap();
        }
        version.set_status(status);
        version
    }

    /// The verdict on a version with these parents and pardons in a tree of others.
    fn verdict(
        parents: &[u8],
        pardons: &[u8],
        tree: &[(u8, &[u8], VersionStatus)],
    ) -> (Verdict, String, usize) {
        let mut subject = subject();
        for parent in parents {
            subject.version.add_parent(key(*parent)).unwrap();
        }
        for (place, pardon) in pardons.iter().enumerate() {
            subject.version.pardons[place] = key(*pardon);
        }
        subject.version.pardon_count = u8::try_from(pardons.len()).unwrap();
        let known: BTreeMap<Pubkey, ModelVersion> = tree
            .iter()
            .map(|(name, parents, status)| (key(*name), version(parents, *status)))
            .collect();
        let mut report = Report::default();
        let fetch = |all: &[Pubkey]| Ok(all.iter().map(|one| known.get(one).copied()).collect());
        let rows = walk(&subject, &mut report, fetch).unwrap();
        let found = report.findings.remove(0);
        (found.verdict, found.says, rows.len())
    }

    #[test]
    fn a_revoked_ancestor_at_any_depth_breaks_it_unless_accepted() {
        use VersionStatus::{Deprecated, Production, Revoked};
        assert_eq!(verdict(&[], &[], &[]).0, Verdict::Open);
        let tree: &[(u8, &[u8], VersionStatus)] = &[
            (1, &[3, 4], Production),
            (2, &[4], Deprecated),
            (3, &[], Deprecated),
            (4, &[5], Production),
            (5, &[], Revoked),
        ];
        let (found, says, rows) = verdict(&[1, 2], &[], tree);
        assert_eq!((found, rows), (Verdict::Broken, 5));
        assert!(says.contains(&key(5).to_string()), "{says}");
        let (found, says, _) = verdict(&[1, 2], &[5], tree);
        assert_eq!(found, Verdict::Holds);
        assert!(says.contains("1 ancestor a vote has accepted"), "{says}");
        assert_eq!(verdict(&[3], &[], tree).0, Verdict::Holds);
        // A pardon is for that ancestor only.
        assert_eq!(verdict(&[1], &[4], tree).0, Verdict::Broken);
    }

    #[test]
    fn circles_end_and_gaps_break() {
        use VersionStatus::Production;
        let circle: &[(u8, &[u8], VersionStatus)] = &[(1, &[2], Production), (2, &[1], Production)];
        assert_eq!(verdict(&[1], &[], circle).0, Verdict::Holds);
        let (found, says, _) = verdict(&[9], &[], circle);
        assert_eq!(found, Verdict::Broken);
        assert!(says.contains(&key(9).to_string()), "{says}");
    }
}
