//! `althing question show`.

use althing::Question;
use clap::Args;

use super::{find, next, summary};
use crate::chain::lookup::weight_in;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::output::{cell::digest, Cell};

/// Show a question: what it is about, its answer, the vote on an appeal, what is next
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing question show 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin"
)]
pub struct Show {
    /// The question: address, LOG/INDEX or LOG/INDEX/QUESTIONER
    pub question: String,
}

impl Run for Show {
    fn run(self, context: &Context) -> Result<()> {
        let (address, question) = find(context, &self.question)?;
        let org = context.org_at(&question.dao)?;
        let answered = question.answer_hash != [0; 32];
        let shown = summary(&org, &address, &question).and(record! {
            "next" => next(&address, &question, org.clock.now),
            "dao" => question.dao,
            "bond" => question.bond,
            "operator" => question.operator,
            "leaf" => digest(&question.leaf),
            "openedAt" => Cell::Time(question.opened_at),
            "answerBy" => Cell::Time(question.answer_by),
            "answerHash" => digest(&question.answer_hash),
            "answerIndex" => answered.then_some(question.answer_index),
            "appealBy" => Cell::Time(question.appeal_by),
            "penaltyForSilence" => org.mint.amount(question.unanswered_penalty),
            "penaltyIfUpheld" => org.mint.amount(question.upheld_penalty),
            "questionerShareBps" => Cell::Bps(question.questioner_bps),
        });
        let shown = if question.voting_ends_at == 0 {
            shown
        } else {
            let chamber = context.fetch(&question.chamber)?;
            let weight = |units| weight_in(&chamber, &org.mint, units);
            shown.and(record! {
                "appeal" => record! {
                    "groundsHash" => digest(&question.grounds_hash),
                    "chamber" => question.chamber_index,
                    "votingEndsAt" => Cell::Time(question.voting_ends_at),
                    "uphold" => weight(question.yes),
                    "reject" => weight(question.no),
                    "abstain" => weight(question.abstain),
                    "eligible" => weight(question.eligible),
                    "verdictNow" => verdict(&question),
                }
            })
        };
        context.out.record(&shown);
        Ok(())
    }
}

/// How it would end if the vote ended now.
fn verdict(question: &Question) -> &'static str {
    match question.verdict() {
        Question::UPHELD => "upheld",
        Question::REJECTED => "rejected",
        _ => "undecided",
    }
}
