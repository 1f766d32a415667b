//! `althing power deposit`.

use althing::{accounts, instruction};
use anchor_lang::{prelude::Pubkey, system_program};
use clap::Args;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input::{self, decimal::format_units, format_duration, Decimal};
use crate::output::Cell;
use crate::send::{Plan, Sending};

/// Deposit tokens for weight in votes
///
/// The weight counts from the next epoch on, for votes that are submitted then or later. Getting the tokens back takes the
/// organisation's cooldown; votes lock nothing. Opens a seat where there is none.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing power deposit 250.5")]
pub struct Deposit {
    /// How much, in whole tokens
    pub amount: Decimal,
    /// Whose weight it becomes [default: yours]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub holder: Option<Pubkey>,
    /// The token account to take them from [default: your associated one]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub token_account: Option<Pubkey>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Deposit {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let org = context.org()?;
        let amount = org.mint.units(self.amount)?;
        let holder = self.holder.unwrap_or(actor.from);
        let (from, _) = context.token_account(&org.mint, &actor.from, self.token_account)?;
        let seat = context.at().seat(&org.chamber_address, &holder);

        let mut instructions = vec![];
        if context.fetch_if::<althing::Seat>(&seat)?.is_none() {
            let open = accounts::OpenSeat {
                chamber: org.chamber_address,
                seat,
                holder,
                payer: actor.payer,
                system_program: system_program::ID,
            };
            instructions.push(open.call(context.program(), instruction::OpenSeat {}));
        }
        let deposit = accounts::DepositTokens {
            dao: org.address,
            chamber: org.chamber_address,
            seat,
            vault: org.chamber.vault,
            from,
            mint: org.mint.address,
            depositor: actor.from,
            token_program: org.mint.program,
        };
        instructions.push(deposit.call(context.program(), instruction::DepositTokens { amount }));

        let question = format!(
            "Deposit {} tokens? They can be taken out again {} after you ask for them.",
            format_units(amount, org.mint.decimals),
            format_duration(org.dao.config.withdrawal_cooldown),
        );
        let counts = org.epoch_start(org.epoch()?.saturating_add(1));
        let told = record! { "seat" => seat, "deposited" => org.mint.amount(amount), "countsFrom" => Cell::Time(counts) };
        context.send(
            &self.sending,
            &actor,
            Plan::new(instructions).ask(question).tell(told),
        )
    }
}
