//! What evaluators say.

use althing::Attestation;

use super::subject::Subject;
use super::{count, Report, Verdict};
use crate::chain::stored::offset;
use crate::context::Context;
use crate::error::Result;
use crate::output::{cell::digest, Cell, Record};
use crate::rpc::Memcmp;

/// Whether enough evaluators passed the version, by the organisation's rule of today; and what each says.
///
/// # Errors
/// Where the cluster does not answer.
pub fn check(context: &Context, subject: &Subject, report: &mut Report) -> Result<Vec<Record>> {
    let condition = Memcmp::key(offset::ATTESTATION_VERSION, &subject.address);
    let words = context.list::<Attestation>(&[condition])?;
    judge(subject, report);
    Ok(words
        .iter()
        .map(|(_, word)| {
            record! {
                "evaluator" => word.evaluator,
                "passed" => word.has_passed(),
                "results" => digest(&word.result_hash),
                "at" => Cell::Time(word.attested_at),
            }
        })
        .collect())
}

fn judge(subject: &Subject, report: &mut Report) {
    let needed = u16::from(subject.dao.config.attestations_needed);
    let passed = subject.version.attestations_passed;
    let failed = subject.version.attestations_failed;
    let tally = format!(
        "{} passed it, {failed} failed it; the organisation asks for {needed}",
        count(u64::from(passed), "evaluator")
    );
    let verdict = match needed {
        0 if failed == 0 && passed > 0 => Verdict::Holds,
        // Nothing is asked for: words are information.
        0 => Verdict::Open,
        _ if passed >= needed && passed > failed => Verdict::Holds,
        _ => Verdict::Broken,
    };
    report.tell("attestations", verdict, tally);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::subject::tests::subject;

    #[test]
    fn the_rule_is_that_of_a_promotion() {
        use Verdict::{Broken, Holds, Open};
        for (needed, passed, failed, expected) in [
            (0, 0, 0, Open),
            (0, 1, 0, Holds),
            (0, 1, 1, Open),
            (1, 0, 0, Broken),
            (1, 1, 0, Holds),
            (1, 1, 1, Broken),
            (2, 1, 0, Broken),
            (2, 3, 2, Holds),
        ] {
            let mut subject = subject();
            subject.dao.config.attestations_needed = needed;
            subject.version.attestations_passed = passed;
            subject.version.attestations_failed = failed;
            let mut report = Report::default();
            judge(&subject, &mut report);
            let allowed = subject.version.attestations_passed >= u16::from(needed);
            assert!(allowed || expected == Broken);
            assert_eq!(
                report.findings[0].verdict, expected,
                "{needed} {passed} {failed}"
            );
        }
    }
}
