//! `althing question`: questions about logged decisions.

mod accept;
mod answer;
mod close;
mod close_rules;
mod list;
mod open;
mod report;
pub mod rules;
mod set_rules;
mod settle;
mod show;

use althing::Question;
use anchor_lang::prelude::Pubkey;
use solana_signer::Signer;

use crate::chain::Org;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input::{self, format_time};
use crate::output::{cell::digest, Cell, Record};

pub use settle::{accounts as settling, PaidTo};

group! {
    /// Questions about logged decisions: a deposit, an answer in the log before a deadline, or a penalty
    Group {
        Accept(accept::Accept),
        Answer(answer::Answer),
        Close(close::Close),
        CloseRules(close_rules::CloseRules),
        List(list::List),
        Open(open::Open),
        Report(report::Report),
        Rules(rules::Rules),
        SetRules(set_rules::SetRules),
        Show(show::Show),
    }
}

/// A question by its address, or as `LOG/INDEX`, or `LOG/INDEX/QUESTIONER`.
pub fn find(context: &Context, text: &str) -> Result<(Pubkey, Question)> {
    let bad = || {
        Error::usage(
            format!("{text}: not a question's address, LOG/INDEX or LOG/INDEX/QUESTIONER"),
            "See althing question list.",
        )
    };
    let parts: Vec<&str> = text.split('/').collect();
    let (log, index, questioner) = match parts[..] {
        [address] => {
            let address = input::address(address).map_err(|_| bad())?;
            return Ok((address, context.fetch(&address)?));
        }
        [log, index] => (log, index, context.wallet()?.pubkey()),
        [log, index, questioner] => {
            let questioner = input::address(questioner).map_err(|_| bad())?;
            (log, index, questioner)
        }
        _ => return Err(bad()),
    };
    let (log, _) = context.find_log(log)?;
    let index = index.parse().map_err(|_| bad())?;
    let address = context.at().question(&log, index, &questioner);
    Ok((address, context.fetch(&address)?))
}

/// A question's state in words.
#[must_use]
pub fn state(question: &Question) -> &'static str {
    match question.state {
        Question::OPEN => "open",
        Question::ANSWERED => "answered",
        Question::APPEALED => "appealed",
        Question::UNANSWERED => "unanswered",
        Question::ACCEPTED => "accepted",
        Question::LAPSED => "lapsed",
        Question::UPHELD => "upheld",
        Question::REJECTED => "rejected",
        Question::UNDECIDED => "undecided",
        _ => "unknown",
    }
}

/// What can be done now, and by whom.
fn next(address: &Pubkey, question: &Question, now: i64) -> String {
    match question.state {
        Question::OPEN if now < question.answer_by => format!(
            "the operator answers before {}: althing question answer {address}",
            format_time(question.answer_by)
        ),
        Question::OPEN => {
            format!("anybody reports the missing answer: althing question report {address}")
        }
        Question::ANSWERED if now < question.appeal_by => format!(
            "the questioner accepts (althing question accept {address}), or appeals before {}: althing appeal open {address}",
            format_time(question.appeal_by)
        ),
        Question::ANSWERED => {
            format!("anybody closes the case: althing question accept {address}")
        }
        Question::APPEALED if now < question.voting_ends_at => format!(
            "the chamber votes until {}: althing appeal vote {address} uphold",
            format_time(question.voting_ends_at)
        ),
        Question::APPEALED => format!("anybody counts: althing appeal finalize {address}"),
        _ => format!("anybody closes it: althing question close {address}"),
    }
}

/// What a list says of a question.
fn summary(org: &Org, address: &Pubkey, question: &Question) -> Record {
    let due = match question.state {
        Question::OPEN => question.answer_by,
        Question::ANSWERED => question.appeal_by,
        Question::APPEALED => question.voting_ends_at,
        _ => 0,
    };
    record! {
        "question" => address,
        "log" => question.audit_log,
        "index" => question.index,
        "state" => state(question),
        "due" => Cell::Time(due),
        "questioner" => question.questioner,
        "deposit" => org.mint.amount(question.deposit),
        "questionHash" => digest(&question.question_hash),
    }
}
