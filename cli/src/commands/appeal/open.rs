//! `althing appeal open`.

use althing::{accounts, instruction};
use clap::Args;

use crate::chain::Call;
use crate::commands::{question, Run};
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::output::Cell;
use crate::send::{Plan, Sending};

/// Appeal against the answer to your question: a chamber judges it
///
/// The deposit is lost where the chamber rejects the appeal. Only a hash goes on the chain: put a random salt into the text of
/// your grounds, and give both to whoever shall judge.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing appeal open 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin --grounds file:grounds.txt --yes"
)]
pub struct Open {
    /// The question: address, LOG/INDEX or LOG/INDEX/QUESTIONER
    pub question: String,
    /// SHA-256 of the salted grounds: 64 hex digits, or file:PATH to hash a file
    #[arg(long, value_name = "DIGEST", value_parser = input::digest)]
    pub grounds: [u8; 32],
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Open {
    fn run(self, context: &Context) -> Result<()> {
        let (address, found) = question::find(context, &self.question)?;
        let actor = self.sending.actor_in(context, &found.dao)?;
        let org = context.org_at(&found.dao)?;
        let at = context.at();
        let chamber = at.chamber(&found.dao, found.chamber_index);
        let accounts = accounts::OpenAppeal {
            dao: found.dao,
            question: address,
            chamber,
            operator_seat: at.seat(&chamber, &found.operator),
            questioner_seat: at.seat(&chamber, &actor.from),
            questioner: actor.from,
            log: org.dao.log,
        };
        let grounds_hash = self.grounds;
        let plan =
            Plan::new(vec![accounts.call(
                context.program(),
                instruction::OpenAppeal { grounds_hash },
            )]);
        let ends = org.clock.now.saturating_add(found.voting_period);
        let told = record! {
            "question" => address,
            "chamber" => found.chamber_index,
            "votingEndsAbout" => Cell::Time(ends),
        };
        let ask = "Appeal? The deposit is lost where the chamber rejects it.";
        context.send(&self.sending, &actor, plan.ask(ask).tell(told))
    }
}
