//! `althing seat open`.

use althing::{accounts, instruction};
use anchor_lang::{prelude::Pubkey, system_program};
use clap::Args;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::send::{Plan, Sending};

/// Open an empty seat, for yourself or anybody
///
/// A vote can then grant it points. (A deposit opens a seat in chamber 0 by itself.) The rent returns to the payer when
/// the seat is closed.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing seat open 1 --holder 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q"
)]
pub struct Open {
    /// The chamber: index or address (1 is the evaluators')
    pub chamber: String,
    /// Whose seat [default: yours]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub holder: Option<Pubkey>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Open {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (chamber, _) = context.chamber(&self.chamber)?;
        let holder = self.holder.unwrap_or(actor.from);
        let accounts = accounts::OpenSeat {
            chamber,
            seat: context.at().seat(&chamber, &holder),
            holder,
            payer: actor.payer,
            system_program: system_program::ID,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::OpenSeat {})
        ]);
        context.send(
            &self.sending,
            &actor,
            plan.tell(record! { "seat" => accounts.seat, "holder" => holder }),
        )
    }
}
