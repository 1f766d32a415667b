//! `althing seat close`.

use althing::{accounts, instruction};
use anchor_lang::prelude::Pubkey;
use clap::Args;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::send::{Plan, Sending};

/// Close an empty seat; its rent returns to whoever paid it
///
/// Anybody may, once it holds nothing and has had no weight for a voting period.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing seat close 0")]
pub struct Close {
    /// The chamber: index or address
    pub chamber: String,
    /// Whose seat [default: yours]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub holder: Option<Pubkey>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Close {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (chamber, found) = context.chamber(&self.chamber)?;
        let (seat, record) = context.seat_of(&chamber, &self.holder.unwrap_or(actor.from))?;
        let accounts = accounts::CloseSeat {
            dao: found.dao,
            chamber,
            seat,
            payer: record.payer,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::CloseSeat {})
        ]);
        context.send(
            &self.sending,
            &actor,
            plan.tell(record! { "seat" => seat, "rentTo" => record.payer }),
        )
    }
}
