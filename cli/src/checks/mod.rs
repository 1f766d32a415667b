//! Whether a model's files are what the chain says: one file per check. A check reads what it needs, says in plain words
//! what it found, and never ends the others; only a cluster that does not answer does.

pub mod artifacts;
pub mod attestations;
pub mod consents;
pub mod files;
pub mod lifecycle;
pub mod lineage;
pub mod log;
pub mod signer;
pub mod subject;
pub mod twins;

use crate::error::{Error, Result};
use crate::output::{Cell, Record};

/// What a check found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is as it should be.
    Holds,
    /// It is not.
    Broken,
    /// There is nothing to hold, or nothing that one could tell from.
    Open,
}

/// One check and its outcome in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    pub check: &'static str,
    pub verdict: Verdict,
    pub says: String,
}

/// Everything that was found.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub findings: Vec<Finding>,
}

impl Report {
    /// Notes what holds, or does not.
    pub fn tell(&mut self, check: &'static str, verdict: Verdict, says: impl Into<String>) {
        let says = says.into();
        self.findings.push(Finding {
            check,
            verdict,
            says,
        });
    }

    /// Notes what holds where `holds`, else what does not.
    pub fn judge(
        &mut self,
        check: &'static str,
        holds: bool,
        good: impl Into<String>,
        bad: impl Into<String>,
    ) {
        if holds {
            self.tell(check, Verdict::Holds, good);
        } else {
            self.tell(check, Verdict::Broken, bad);
        }
    }

    /// Whether nothing is broken.
    #[must_use]
    pub fn holds(&self) -> bool {
        !self
            .findings
            .iter()
            .any(|one| one.verdict == Verdict::Broken)
    }

    /// A row per check.
    #[must_use]
    pub fn rows(&self) -> Vec<Record> {
        let holds = |verdict| match verdict {
            Verdict::Holds => Cell::Bool(true),
            Verdict::Broken => Cell::Bool(false),
            Verdict::Open => Cell::None,
        };
        self.findings
            .iter()
            .map(|one| record! { "check" => one.check, "holds" => holds(one.verdict), "says" => &one.says })
            .collect()
    }

    /// The outcome as an exit code.
    ///
    /// # Errors
    /// Exit code 3 with the names of the checks that do not hold.
    pub fn outcome(&self) -> Result<()> {
        let broken: Vec<&str> = self
            .findings
            .iter()
            .filter(|one| one.verdict == Verdict::Broken)
            .map(|one| one.check)
            .collect();
        if broken.is_empty() {
            return Ok(());
        }
        Err(Error::mismatch(
            format!("does not hold: {}", broken.join(", ")),
            "Do not use the model for what it claims to be; what was found is above.",
        ))
    }
}

/// `1 file`, `2 files`.
#[must_use]
pub fn count(number: u64, one: &str) -> String {
    match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {one}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Exit;

    #[test]
    fn only_what_is_broken_fails() {
        let mut report = Report::default();
        report.tell("one", Verdict::Open, "nothing there");
        report.judge("two", true, "good", "bad");
        assert!(report.holds() && report.outcome().is_ok());
        report.judge("three", false, "good", "bad");
        report.judge("four", false, "good", "bad");
        let error = report.outcome().unwrap_err();
        assert_eq!(
            (error.exit, error.what.as_str()),
            (Exit::Mismatch, "does not hold: three, four")
        );
        let holds: Vec<_> = report
            .rows()
            .iter()
            .map(|row| row.get("holds").cloned())
            .collect();
        assert_eq!(
            holds,
            [
                Cell::None,
                Cell::Bool(true),
                Cell::Bool(false),
                Cell::Bool(false)
            ]
            .map(Some)
        );
    }
}
