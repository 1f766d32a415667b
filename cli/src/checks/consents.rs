//! Whether the data that the version was made from may be used for it.

use althing::{Dataset, Grant};
use anchor_lang::prelude::Pubkey;

use super::subject::Subject;
use super::{count, Report, Verdict};
use crate::commands::grant::purpose as purpose_name;
use crate::context::Context;
use crate::error::Result;
use crate::output::{Cell, Record};

/// Those by which data becomes part of a model.
const MAKING: [u8; 4] = [Grant::TRAIN, Grant::FINE_TUNE, Grant::ALIGN, Grant::DISTILL];

/// A dataset and what its owner has granted to the model.
struct Linked {
    address: Pubkey,
    dataset: Option<Dataset>,
    /// By purpose.
    grants: Vec<(u8, Grant)>,
}

/// Whether every linked dataset has a grant for this model, to make it of the data, that is valid now.
///
/// # Errors
/// Where the cluster does not answer.
pub fn check(context: &Context, subject: &Subject, report: &mut Report) -> Result<Vec<Record>> {
    let addresses = subject.version.datasets();
    let datasets = context.fetch_many::<Dataset>(addresses)?;
    let mut all = vec![];
    for (address, dataset) in addresses.iter().zip(datasets) {
        let at = context.at();
        let places: Vec<Pubkey> = (0..=Grant::DISTILL)
            .map(|purpose| at.grant(address, &subject.model_address, purpose))
            .collect();
        let found = context.fetch_many::<Grant>(&places)?;
        let grants = (0u8..).zip(found);
        all.push(Linked {
            address: *address,
            dataset,
            grants: grants
                .filter_map(|(purpose, grant)| Some((purpose, grant?)))
                .collect(),
        });
    }
    judge(&all, subject.now, report);
    Ok(all
        .iter()
        .flat_map(|linked| rows(linked, subject.now))
        .collect())
}

fn judge(all: &[Linked], now: i64, report: &mut Report) {
    let valid = |linked: &&Linked| {
        let mut making = linked
            .grants
            .iter()
            .filter(|(purpose, _)| MAKING.contains(purpose));
        making.any(|(_, grant)| grant.require_valid(now).is_ok())
    };
    let missing: Vec<String> = all
        .iter()
        .filter(|linked| !valid(linked))
        .map(|linked| linked.address.to_string())
        .collect();
    let datasets = count(all.len() as u64, "dataset");
    let (verdict, says) = match missing.len() {
        _ if all.is_empty() => (
            Verdict::Open,
            "names no dataset that it was made from".to_owned(),
        ),
        0 => (
            Verdict::Holds,
            format!("the owners of {datasets} grant its use, now"),
        ),
        _ => {
            let says = format!(
                "of {datasets}, no grant to make this model of it is valid now: {}",
                missing.join(", ")
            );
            (Verdict::Broken, says)
        }
    };
    report.tell("consents", verdict, says);
}

fn rows(linked: &Linked, now: i64) -> Vec<Record> {
    let row = |purpose: Cell, valid: bool, why: Option<String>, until: Cell| {
        record! {
            "dataset" => linked.address,
            "owner" => linked.dataset.as_ref().map(|dataset| dataset.owner),
            "purpose" => purpose,
            "valid" => valid,
            "why" => why,
            "until" => until,
        }
    };
    if linked.grants.is_empty() {
        let why = Some("no grant to this model".to_owned());
        return vec![row(Cell::None, false, why, Cell::None)];
    }
    let grants = linked.grants.iter().map(|(purpose, grant)| {
        let refused = grant.require_valid(now).err().map(|error| match error {
            anchor_lang::error::Error::AnchorError(error) => error.error_msg,
            other => other.to_string(),
        });
        row(
            purpose_name(*purpose).into(),
            refused.is_none(),
            refused,
            Cell::Time(grant.expires_at),
        )
    });
    grants.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::subject::tests::key;
    use bytemuck::Zeroable;

    fn grant(state: u8, starts_at: i64, expires_at: i64) -> Grant {
        let mut grant = Grant::zeroed();
        (grant.state, grant.starts_at, grant.expires_at) = (state, starts_at, expires_at);
        grant
    }

    fn linked(grants: &[(u8, Grant)]) -> Linked {
        Linked {
            address: key(1),
            dataset: None,
            grants: grants.to_vec(),
        }
    }

    fn verdict(all: &[Linked]) -> Verdict {
        let mut report = Report::default();
        judge(all, 100, &mut report);
        report.findings[0].verdict
    }

    #[test]
    fn every_dataset_needs_a_grant_that_is_valid_now_and_for_making_models() {
        use Verdict::{Broken, Holds, Open};
        let good = grant(Grant::ACTIVE, 50, 0);
        assert_eq!(verdict(&[]), Open);
        assert_eq!(verdict(&[linked(&[])]), Broken);
        assert_eq!(verdict(&[linked(&[(Grant::TRAIN, good)])]), Holds);
        assert_eq!(verdict(&[linked(&[(Grant::EVALUATE, good)])]), Broken);
        assert_eq!(
            verdict(&[linked(&[(Grant::TRAIN, good)]), linked(&[])]),
            Broken
        );
        for bad in [
            grant(Grant::OFFERED, 50, 0),
            grant(Grant::REVOKED, 50, 0),
            grant(Grant::ENDED, 50, 0),
            grant(Grant::ACTIVE, 101, 0),
            grant(Grant::ACTIVE, 50, 100),
        ] {
            assert_eq!(
                verdict(&[linked(&[(Grant::TRAIN, bad)])]),
                Broken,
                "{bad:?}"
            );
            let both = [(Grant::TRAIN, bad), (Grant::FINE_TUNE, good)];
            assert_eq!(verdict(&[linked(&both)]), Holds);
            let told = rows(&linked(&[(Grant::TRAIN, bad)]), 100);
            let Some(Cell::Text(why)) = told[0].get("why") else {
                panic!("{told:?}");
            };
            assert!(why.starts_with("grant: "), "{why}");
        }
    }
}
