//! Other versions of the organisation that have the same weights.

use althing::{Model, VersionStatus};
use anchor_lang::prelude::Pubkey;

use super::subject::Subject;
use super::{count, Report, Verdict};
use crate::chain::weights::Holders;
use crate::commands::version::status;
use crate::context::Context;
use crate::error::Result;
use crate::output::Record;

/// Another version with the same weights.
struct Twin {
    address: Pubkey,
    model: Pubkey,
    name: Option<String>,
    number: u64,
    status: VersionStatus,
}

/// Whether the program's index of weights knows the version, and which others it counts: the same weights may have been
/// revoked elsewhere.
///
/// # Errors
/// Where the cluster does not answer.
pub fn check(context: &Context, subject: &Subject, report: &mut Report) -> Result<Vec<Record>> {
    let holders = context.holders(&subject.model.dao, &subject.version.weights_digest)?;
    let others: Vec<_> = holders
        .versions
        .iter()
        .filter(|(address, _)| *address != subject.address)
        .collect();
    let models: Vec<Pubkey> = others.iter().map(|(_, version)| version.model).collect();
    let models = context.fetch_many::<Model>(&models)?;
    let twins: Vec<Twin> = others
        .iter()
        .zip(models)
        .map(|((address, version), model)| Twin {
            address: *address,
            model: version.model,
            name: model.map(|model| model.name),
            number: version.number,
            status: version.status(),
        })
        .collect();
    judge(&holders, &twins, report);
    Ok(twins.iter().map(row).collect())
}

fn judge(holders: &Holders, twins: &[Twin], report: &mut Report) {
    let mut tell = |verdict, says: String| report.tell("weights", verdict, says);
    // The version exists and has these weights, so it is one of those that are counted.
    let all = holders.are_all() && holders.counted == (twins.len() as u64).saturating_add(1);
    if !all {
        return tell(
            Verdict::Broken,
            format!(
                "the program counts {} with these weights, the node shows others: do not trust this node",
                count(holders.counted, "version")
            ),
        );
    }
    if twins.is_empty() {
        return tell(
            Verdict::Holds,
            "no other version of the organisation has these weights: the program's index counts one".to_owned(),
        );
    }
    let named = |twin: &Twin| {
        let model = twin.name.as_ref();
        let model = model.map_or_else(|| twin.model.to_string(), |name| format!("{name:?}"));
        format!(
            "version {} of {model} ({})",
            twin.number,
            status(twin.status)
        )
    };
    let names: Vec<String> = twins.iter().map(named).collect();
    let others = count(twins.len() as u64, "other version");
    tell(
        Verdict::Open,
        format!(
            "{others} of the organisation have these weights, which may say more about them: {}",
            names.join(", ")
        ),
    );
}

fn row(twin: &Twin) -> Record {
    record! {
        "version" => twin.address,
        "model" => twin.model,
        "number" => twin.number,
        "status" => status(twin.status),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::subject::tests::{key, subject};

    fn found(counted: u64, listed: u8, twins: &[VersionStatus]) -> (Verdict, String) {
        let versions = (0..listed).map(|byte| (key(byte), subject().version));
        let holders = Holders {
            index: key(100),
            slot: 1,
            now: 1,
            counted,
            versions: versions.collect(),
        };
        let twins: Vec<Twin> = twins
            .iter()
            .map(|status| Twin {
                address: key(1),
                model: key(2),
                name: Some("tutor".into()),
                number: 7,
                status: *status,
            })
            .collect();
        let mut report = Report::default();
        judge(&holders, &twins, &mut report);
        let found = report.findings.remove(0);
        (found.verdict, found.says)
    }

    #[test]
    fn a_version_that_is_alone_holds_and_others_are_named() {
        use VersionStatus::{Draft, Revoked};
        assert_eq!(found(1, 1, &[]).0, Verdict::Holds);
        let (verdict, says) = found(2, 2, &[Revoked]);
        assert_eq!(verdict, Verdict::Open);
        assert!(says.contains("version 7 of \"tutor\" (revoked)"), "{says}");
        assert_eq!(found(3, 3, &[Revoked, Draft]).0, Verdict::Open);
    }

    #[test]
    fn a_node_whose_list_is_not_what_the_index_counts_is_not_believed() {
        for (counted, listed, twins) in [(0, 0, 0), (0, 1, 0), (2, 1, 0), (1, 1, 1), (1, 2, 1)] {
            let twins = vec![VersionStatus::Draft; twins];
            let (verdict, says) = found(counted, listed, &twins);
            assert_eq!(verdict, Verdict::Broken, "{counted} {listed}: {says}");
        }
    }
}
