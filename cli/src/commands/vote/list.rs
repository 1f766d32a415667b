//! `althing vote list`.

use althing::VoteRecord;
use clap::Args;

use crate::chain::stored::offset;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::rpc::Memcmp;

/// List the votes on a proposal, the heaviest first
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing vote list 7 --output json")]
pub struct List {
    /// The proposal: number or address
    pub proposal: String,
}

impl Run for List {
    fn run(self, context: &Context) -> Result<()> {
        let (address, proposal) = context.proposal(&self.proposal)?;
        let org = context.org_at(&proposal.dao)?;
        let mut found =
            context.list::<VoteRecord>(&[Memcmp::key(offset::VOTE_PROPOSAL, &address)])?;
        found.sort_by_key(|(_, vote)| std::cmp::Reverse(vote.weight));
        let rows: Vec<_> = found
            .iter()
            .map(|(record, vote)| {
                record! {
                    "voter" => vote.voter,
                    "choice" => super::choice(vote.choice),
                    "weight" => org.weight(vote.weight),
                    "record" => record,
                }
            })
            .collect();
        context.out.list("votes", &rows);
        Ok(())
    }
}
