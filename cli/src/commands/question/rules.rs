//! `althing question rules`.

use althing::{AppealRules, AppealTerms};
use clap::Args;

use crate::chain::Org;
use crate::commands::{bond, Run};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::output::{Cell, Record};

/// Show on which terms a bonded log can be questioned, now and from when on others
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing question rules 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin"
)]
pub struct Rules {
    /// The bond: its address, or its log's
    pub bond: String,
}

impl Run for Rules {
    fn run(self, context: &Context) -> Result<()> {
        let (bond, found) = bond::find(context, &self.bond)?;
        let org = context.org_at(&found.dao)?;
        let address = context.at().appeal_rules(&found.dao, &bond);
        let rules: AppealRules = context.fetch_if(&address)?.ok_or_else(none)?;
        let now = org.clock.now;
        let in_force = rules.in_force(now).ok();
        let later = (now < rules.effective_at).then(|| describe(&org, &rules.latest));
        let deposit = in_force.and_then(|terms| terms.deposit(found.open_questions));
        context.out.record(&record! {
            "rules" => address,
            "bond" => bond,
            "openQuestions" => found.open_questions,
            "depositNow" => deposit.map(|units| org.mint.amount(units)),
            "inForce" => in_force.map(|terms| describe(&org, terms)),
            "later" => later,
            "laterFrom" => Cell::Time(if now < rules.effective_at { rules.effective_at } else { 0 }),
        });
        Ok(())
    }
}

/// Where there are no terms.
pub fn none() -> Error {
    Error::failed(
        "there are no terms for questions about this log",
        "A vote sets them: althing question set-rules BOND --propose TITLE.",
    )
}

/// Terms in words.
#[must_use]
pub fn describe(org: &Org, terms: &AppealTerms) -> Record {
    record! {
        "deposit" => org.mint.amount(terms.question_bond),
        "crowd" => terms.crowd,
        "answerPeriod" => Cell::Span(terms.answer_period),
        "appealPeriod" => Cell::Span(terms.appeal_period),
        "votingPeriod" => Cell::Span(terms.voting_period),
        "unansweredBps" => Cell::Bps(terms.unanswered_bps),
        "upheldBps" => Cell::Bps(terms.upheld_bps),
        "questionerBps" => Cell::Bps(terms.questioner_bps),
        "chamber" => terms.chamber,
    }
}
