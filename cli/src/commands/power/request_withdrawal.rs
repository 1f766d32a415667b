//! `althing power request-withdrawal`.

use althing::{accounts, instruction};
use clap::Args;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input::Decimal;
use crate::output::Cell;
use crate::send::{Plan, Sending};

/// Start the way out for a deposit, or a part of it
///
/// Its weight ends with the running epoch; after the cooldown `althing power withdraw` takes it. A second request joins
/// the first, and the cooldown begins anew for both.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing power request-withdrawal 100")]
pub struct RequestWithdrawal {
    /// How much, in whole tokens
    #[arg(required_unless_present = "all")]
    pub amount: Option<Decimal>,
    /// All that is on deposit
    #[arg(long, conflicts_with = "amount")]
    pub all: bool,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for RequestWithdrawal {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let org = context.org()?;
        let (seat, found) = super::seat(context, &org, &actor.from)?;
        let amount = match self.amount {
            Some(amount) => org.mint.units(amount)?,
            None => found.deposited,
        };
        let accounts = accounts::RequestWithdrawal {
            dao: org.address,
            chamber: org.chamber_address,
            seat,
            holder: actor.from,
        };
        let plan =
            Plan::new(vec![accounts.call(
                context.program(),
                instruction::RequestWithdrawal { amount },
            )]);
        let ready = org
            .clock
            .now
            .saturating_add(org.dao.config.withdrawal_cooldown);
        let told = record! {
            "requested" => org.mint.amount(amount),
            "joined" => org.mint.amount(found.withdrawing),
            "withdrawableAbout" => Cell::Time(ready),
        };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
