//! `althing revenue deposit`.

use althing::{accounts, instruction};
use anchor_lang::prelude::Pubkey;
use clap::Args;

use super::Which;
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input::{self, decimal::format_units, Decimal};
use crate::send::{Plan, Sending};

/// Put what a version earned into its pool, where it is shared at once; it does not come back
///
/// With --propose the organisation pays, from its treasury.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing revenue deposit tutor@2 300 --yes\n  althing revenue deposit tutor@2 300 --propose 'What tutor 2 earned in June'"
)]
pub struct Deposit {
    #[command(flatten)]
    pub which: Which,
    /// How much, in whole tokens
    pub amount: Decimal,
    /// The token account to take them from [default: the payer's associated one]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub token_account: Option<Pubkey>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Deposit {
    fn run(self, context: &Context) -> Result<()> {
        let (address, pool, mint) = self.which.find(context)?;
        let actor = self.sending.actor_in(context, &pool.dao)?;
        let amount = mint.units(self.amount)?;
        let (from, _) = context.token_account(&mint, &actor.from, self.token_account)?;
        let accounts = accounts::DepositRevenue {
            revenue_pool: address,
            vault: pool.vault,
            from,
            mint: mint.address,
            depositor: actor.from,
            token_program: mint.program,
        };
        let to = match pool.is_shared() {
            true => "They are shared by the pool's table",
            false => "No vote has set its shares, so they are the treasury's",
        };
        let question = format!(
            "Put {} tokens into the pool? {to}, and do not come back.",
            format_units(amount, mint.decimals),
        );
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::DepositRevenue { amount })
        ]);
        let told = record! {
            "pool" => address,
            "deposited" => mint.amount(amount),
            "shared" => pool.is_shared(),
        };
        context.send(&self.sending, &actor, plan.ask(question).tell(told))
    }
}
