//! `althing seat grant`.

use althing::{accounts, instruction};
use anchor_lang::prelude::Pubkey;
use clap::Args;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::send::{Plan, Sending};

/// Set the points of a seat in a chamber whose seats are granted, by vote: 1 appoints an evaluator, 0 dismisses
///
/// Counts from the epoch after the execution on. The seat must be open: althing seat open.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing seat grant 1 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q 1 --propose 'Appoint an evaluator'"
)]
pub struct Grant {
    /// The chamber: index or address (1 is the evaluators')
    pub chamber: String,
    /// Whose seat
    #[arg(value_parser = input::address)]
    pub holder: Pubkey,
    /// Points, which the chamber's weighting turns into weight
    pub points: u64,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Grant {
    fn run(self, context: &Context) -> Result<()> {
        let (chamber, found) = context.chamber(&self.chamber)?;
        let (seat, _) = context.seat_of(&chamber, &self.holder).map_err(|error| {
            error.advise(format!(
                "Open it first, anybody may: althing seat open {} --holder {}",
                self.chamber, self.holder
            ))
        })?;
        let org = context.org_at(&found.dao)?;
        let actor = self.sending.authority(context, &org.address)?;
        let accounts = accounts::GrantSeat {
            dao: org.address,
            authority: actor.from,
            chamber,
            seat,
            log: org.dao.log,
        };
        let points = self.points;
        let told = record! { "seat" => seat, "holder" => self.holder, "points" => points };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::GrantSeat { points })
        ]);
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
