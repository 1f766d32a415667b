//! `althing bond withdraw`.

use althing::{accounts, instruction};
use anchor_lang::prelude::Pubkey;
use clap::Args;

use super::find;
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::send::{Plan, Sending};

/// Take out what was requested of a bond, once the cooldown is over
///
/// What open questions can cost stays until they are settled. Anybody may pay it out to the operator, so that stake that could
/// leave at any moment does not look as if it had to wait.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing bond withdraw 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin"
)]
pub struct Withdraw {
    /// The bond: its address, or its log's
    pub bond: String,
    /// The token account to be paid to; the operator's own, unless you are the operator [default: the operator's associated one]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub token_account: Option<Pubkey>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Withdraw {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, bond) = find(context, &self.bond)?;
        let mint = context.mint(&bond.mint)?;
        let (to, _) = context.token_account(&mint, &bond.operator, self.token_account)?;
        let accounts = accounts::WithdrawBond {
            bond: address,
            vault: bond.vault,
            to,
            mint: mint.address,
            caller: actor.from,
            token_program: mint.program,
        };
        let now = context.rpc.clock()?.now;
        let amount = bond.withdrawable(now).unwrap_or(0);
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::WithdrawBond {})
        ]);
        let told = record! { "bond" => address, "withdrawn" => mint.amount(amount), "to" => to };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
