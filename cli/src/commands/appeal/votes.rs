//! `althing appeal votes`.

use althing::AppealBallot;
use clap::Args;

use crate::chain::{lookup::weight_in, stored::offset};
use crate::commands::{question, Run};
use crate::context::Context;
use crate::error::Result;
use crate::rpc::Memcmp;

/// List the votes on an appeal, the heaviest first
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing appeal votes 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin --output json"
)]
pub struct Votes {
    /// The question: address, LOG/INDEX or LOG/INDEX/QUESTIONER
    pub question: String,
}

impl Run for Votes {
    fn run(self, context: &Context) -> Result<()> {
        let (address, found) = question::find(context, &self.question)?;
        let mut ballots =
            context.list::<AppealBallot>(&[Memcmp::key(offset::BALLOT_QUESTION, &address)])?;
        ballots.sort_by_key(|(_, ballot)| std::cmp::Reverse(ballot.weight));
        let mut rows = vec![];
        if !ballots.is_empty() {
            let org = context.org_at(&found.dao)?;
            let chamber = context.fetch(&found.chamber)?;
            rows.extend(ballots.iter().map(|(_, ballot)| {
                record! {
                    "voter" => ballot.voter,
                    "choice" => super::choice(ballot.choice),
                    "weight" => weight_in(&chamber, &org.mint, ballot.weight),
                }
            }));
        }
        context.out.list("votes", &rows);
        Ok(())
    }
}
