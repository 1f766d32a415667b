//! `althing appeal`: answers judged by a chamber.

mod finalize;
mod open;
mod vote;
mod votes;

use althing::Question;
use clap::ValueEnum;

group! {
    /// Appeals against answers to questions, judged by a chamber
    Group {
        Finalize(finalize::Finalize),
        Open(open::Open),
        Vote(vote::Vote),
        Votes(votes::Votes),
    }
}

/// A vote on an appeal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Choice {
    Uphold,
    Reject,
    Abstain,
}

impl Choice {
    /// As the program says it.
    #[must_use]
    pub fn code(self) -> u8 {
        match self {
            Self::Uphold => Question::YES,
            Self::Reject => Question::NO,
            Self::Abstain => Question::ABSTAIN,
        }
    }
}

/// A vote in a word.
#[must_use]
pub fn choice(code: u8) -> &'static str {
    match code {
        Question::YES => "uphold",
        Question::NO => "reject",
        Question::ABSTAIN => "abstain",
        _ => "unknown",
    }
}
