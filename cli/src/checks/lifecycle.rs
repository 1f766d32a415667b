//! Where the version stands, now or in a past slot.

use althing::registry::model_history::{production_at, status_at};
use althing::{StatusChange, VersionStatus};

use super::subject::Subject;
use super::{Report, Verdict};
use crate::commands::version::status;
use crate::input::format_time;

/// Whether the organisation stands behind the version, or did at the end of `slot`.
pub fn check(subject: &Subject, slot: Option<u64>, report: &mut Report) {
    let number = subject.version.number;
    let now = subject.version.status();
    let last = subject
        .changes
        .iter()
        .rfind(|change| change.number == number);
    let by_history = last.map(|change| VersionStatus::from_byte(change.to));
    if by_history != Some(now) {
        report.tell(
            "history",
            Verdict::Broken,
            format!(
                "the version is {}, but the model's history says otherwise: do not trust this node",
                status(now)
            ),
        );
        return;
    }
    match slot {
        Some(slot) => past(subject, slot, report),
        None => present(subject, last, report),
    }
}

fn present(subject: &Subject, last: Option<&StatusChange>, report: &mut Report) {
    let number = subject.version.number;
    let since = last.map_or_else(String::new, |change| {
        format!(
            " since slot {} ({})",
            change.slot,
            format_time(change.timestamp)
        )
    });
    let (verdict, says) = match subject.version.status() {
        VersionStatus::Production => (
            Verdict::Holds,
            format!("version {number} is in production{since}"),
        ),
        VersionStatus::Deprecated => (
            Verdict::Open,
            format!("version {number} was in production and is not any more{since}"),
        ),
        VersionStatus::Revoked => (
            Verdict::Broken,
            format!(
                "version {number} is revoked{since}: the organisation has withdrawn it for ever"
            ),
        ),
        open => (
            Verdict::Broken,
            format!(
                "version {number} is {}{since}: no vote has released it",
                status(open)
            ),
        ),
    };
    report.tell("lifecycle", verdict, says);
}

fn past(subject: &Subject, slot: u64, report: &mut Report) {
    let number = subject.version.number;
    if slot > subject.slot {
        let says = format!(
            "slot {slot} is still to come: this is slot {}",
            subject.slot
        );
        report.tell("lifecycle", Verdict::Broken, says);
        return;
    }
    let stood = status_at(&subject.changes, number, slot);
    let stood = stood.map_or_else(|| "not registered".to_owned(), status);
    let other = production_at(&subject.changes, slot);
    let instead = match other {
        Some(other) => format!(", and version {other} was in production"),
        None => ", and no version was in production".to_owned(),
    };
    report.judge(
        "lifecycle",
        other == Some(number),
        format!("version {number} was in production at the end of slot {slot}"),
        format!("version {number} was {stood} at the end of slot {slot}{instead}"),
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::subject::tests::subject;

    fn change(slot: u64, number: u64, to: VersionStatus) -> StatusChange {
        StatusChange {
            slot,
            number,
            to: to as u8,
            ..StatusChange::default()
        }
    }

    fn verdict(
        status: VersionStatus,
        changes: &[StatusChange],
        slot: Option<u64>,
    ) -> (Verdict, String) {
        let mut subject = subject();
        subject.version.set_status(status);
        subject.changes = changes.to_vec();
        let mut report = Report::default();
        check(&subject, slot, &mut report);
        assert_eq!(report.findings.len(), 1);
        let found = report.findings.remove(0);
        (found.verdict, found.says)
    }

    #[test]
    fn only_production_holds_and_only_deprecated_is_open() {
        use Verdict::{Broken, Holds, Open};
        for (status, expected) in [
            (VersionStatus::Draft, Broken),
            (VersionStatus::Staged, Broken),
            (VersionStatus::Production, Holds),
            (VersionStatus::Deprecated, Open),
            (VersionStatus::Revoked, Broken),
        ] {
            let (verdict, says) = verdict(status, &[change(5, 2, status)], None);
            assert_eq!(verdict, expected, "{says}");
            assert!(says.contains("slot 5"), "{says}");
        }
    }

    #[test]
    fn a_past_slot_is_judged_by_what_stood_then() {
        let changes = [
            change(5, 2, VersionStatus::Production),
            StatusChange {
                from: VersionStatus::Production as u8,
                ..change(9, 2, VersionStatus::Revoked)
            },
        ];
        let at = |slot| verdict(VersionStatus::Revoked, &changes, Some(slot));
        assert_eq!(at(5).0, Verdict::Holds);
        assert_eq!(at(8).0, Verdict::Holds);
        assert!(at(9).1.contains("was revoked"), "{}", at(9).1);
        assert!(at(4).1.contains("was not registered"), "{}", at(4).1);
        assert!(at(101).1.contains("still to come"), "{}", at(101).1);
    }

    #[test]
    fn a_node_that_contradicts_itself_is_not_believed() {
        let (verdict, says) = verdict(
            VersionStatus::Production,
            &[change(5, 2, VersionStatus::Revoked)],
            None,
        );
        assert_eq!(verdict, Verdict::Broken);
        assert!(says.contains("do not trust"), "{says}");
    }
}
