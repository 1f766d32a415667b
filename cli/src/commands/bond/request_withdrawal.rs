//! `althing bond request-withdrawal`.

use althing::{accounts, instruction};
use clap::Args;

use super::find;
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input::Decimal;
use crate::output::Cell;
use crate::send::{Plan, Sending};

/// Start the way out for a bond, or a part of it
///
/// It stays liable until it is withdrawn, after the cooldown that the bond was opened with. A second request joins the
/// first, and the cooldown begins anew for both.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing bond request-withdrawal 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin --all"
)]
pub struct RequestWithdrawal {
    /// The bond: its address, or its log's
    pub bond: String,
    /// How much, in whole tokens
    #[arg(required_unless_present = "all")]
    pub amount: Option<Decimal>,
    /// All that is bonded
    #[arg(long, conflicts_with = "amount")]
    pub all: bool,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for RequestWithdrawal {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, bond) = find(context, &self.bond)?;
        let org = context.org_at(&bond.dao)?;
        let amount = match self.amount {
            Some(amount) => org.mint.units(amount)?,
            None => bond.amount,
        };
        let accounts = accounts::RequestUnbond {
            bond: address,
            operator: actor.from,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::RequestUnbond { amount })
        ]);
        let told = record! {
            "bond" => address,
            "requested" => org.mint.amount(amount),
            "joined" => org.mint.amount(bond.unbonding),
            "withdrawableAbout" => Cell::Time(org.clock.now.saturating_add(bond.cooldown)),
        };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
