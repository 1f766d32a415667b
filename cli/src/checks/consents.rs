//! Whether the data that the version was made from may be used for it.

use althing::Dataset;
use anchor_lang::prelude::Pubkey;

use super::subject::Subject;
use super::{count, Report, Verdict};
use crate::chain::DataUse;
use crate::commands::grant::purpose;
use crate::context::Context;
use crate::error::Result;
use crate::output::{Cell, Record};

/// Whether every linked dataset has a grant of its use to this model that is valid now, as a promotion asks.
///
/// # Errors
/// Where the cluster does not answer.
pub fn check(context: &Context, subject: &Subject, report: &mut Report) -> Result<Vec<Record>> {
    let uses = context.data_uses(&subject.version)?;
    let addresses: Vec<Pubkey> = uses.iter().map(|one| one.dataset).collect();
    let datasets = context.fetch_many::<Dataset>(&addresses)?;
    judge(&uses, subject.now, report);
    let rows = uses.iter().zip(datasets);
    Ok(rows
        .map(|(one, dataset)| row(one, dataset.map(|dataset| dataset.owner), subject.now))
        .collect())
}

fn judge(uses: &[DataUse], now: i64, report: &mut Report) {
    let missing: Vec<String> = uses
        .iter()
        .filter(|one| one.problem(now).is_some())
        .map(DataUse::name)
        .collect();
    let all = count(uses.len() as u64, "linked dataset");
    let (verdict, says) = if uses.is_empty() {
        let says = "names no dataset that it was made from".to_owned();
        (Verdict::Open, says)
    } else if missing.is_empty() {
        (
            Verdict::Holds,
            format!("the owners of {all} grant this use to the model, now"),
        )
    } else {
        let says = format!(
            "of {all}, the use is not granted now for: {}",
            missing.join(", ")
        );
        (Verdict::Broken, says)
    };
    report.tell("consents", verdict, says);
}

fn row(one: &DataUse, owner: Option<Pubkey>, now: i64) -> Record {
    let problem = one.problem(now);
    record! {
        "dataset" => one.dataset,
        "owner" => owner,
        "purpose" => purpose(one.purpose),
        "grant" => one.address,
        "valid" => problem.is_none(),
        "why" => problem.map(|problem| problem.to_string()),
        "until" => one.grant.map(|grant| Cell::Time(grant.expires_at)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::consents::tests::used;
    use althing::Grant;

    fn verdict(uses: &[DataUse]) -> Verdict {
        let mut report = Report::default();
        judge(uses, 100, &mut report);
        report.findings[0].verdict
    }

    #[test]
    fn every_use_needs_a_grant_that_is_valid_now() {
        use Verdict::{Broken, Holds, Open};
        let good = || used(Some((Grant::ACTIVE, 50, 0)));
        assert_eq!(verdict(&[]), Open);
        let until_later = used(Some((Grant::ACTIVE, 100, 101)));
        assert_eq!(verdict(&[good(), until_later]), Holds);
        assert_eq!(verdict(&[good(), used(None)]), Broken);
        for bad in [
            (Grant::OFFERED, 50, 0),
            (Grant::REVOKED, 50, 0),
            (Grant::ENDED, 50, 0),
            (Grant::ACTIVE, 101, 0),
            (Grant::ACTIVE, 50, 100),
        ] {
            let told = row(&used(Some(bad)), None, 100);
            let Some(Cell::Text(why)) = told.get("why") else {
                panic!("{told:?}");
            };
            assert!(why.starts_with("grant: "), "{why}");
            assert_eq!(verdict(&[used(Some(bad)), good()]), Broken, "{bad:?}");
        }
    }

    #[test]
    fn a_use_that_is_granted_says_until_when() {
        let told = row(&used(Some((Grant::ACTIVE, 50, 200))), None, 100);
        assert_eq!(told.get("valid"), Some(&Cell::Bool(true)));
        assert_eq!(told.get("why"), Some(&Cell::None));
        assert_eq!(told.get("until"), Some(&Cell::Time(200)));
    }
}
