//! `althing appeal finalize`.

use althing::{instruction, Question};
use clap::Args;

use crate::chain::Call;
use crate::commands::question::{self, settling, PaidTo};
use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input::format_time;
use crate::send::{Plan, Sending};

/// Count the vote on an appeal that is over, and pay by its verdict; anybody may
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing appeal finalize 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin"
)]
pub struct Finalize {
    /// The question: address, LOG/INDEX or LOG/INDEX/QUESTIONER
    pub question: String,
    #[command(flatten)]
    pub paid_to: PaidTo,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Finalize {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, found) = question::find(context, &self.question)?;
        let org = context.org_at(&found.dao)?;
        if found.state == Question::APPEALED && org.clock.now < found.voting_ends_at {
            return Err(Error::failed(
                format!(
                    "the vote on the appeal is open until {}",
                    format_time(found.voting_ends_at)
                ),
                "Try again then.",
            ));
        }
        let accounts = settling(context, &org, &address, &found, &self.paid_to)?;
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::FinalizeAppeal {})
        ]);
        let mut ended = found;
        ended.state = found.verdict();
        let told = record! {
            "question" => address,
            "verdict" => question::state(&ended),
            "deposit" => org.mint.amount(found.deposit),
        };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
