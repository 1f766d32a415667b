//! `althing revenue claim`.

use althing::revenue::state::revenue_pool::{FIRST_PARENT, TREASURY};
use althing::{accounts, instruction, RevenuePool};
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use clap::Args;

use super::{holder, place, place_name, source, Which};
use crate::chain::{
    token::{Mint, TokenAccount},
    Call,
};
use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input;
use crate::output::Record;
use crate::send::{pack, Plan, Sending};

/// Have what is due in a pool paid to people: the treasury, the maintainer, the owners of datasets; anybody may
///
/// Without --place everybody is paid who has a token account for it. A share of a closed model or dataset becomes the
/// treasury's.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing revenue claim tutor@2\n  althing revenue claim tutor@2 --place dataset-1"
)]
pub struct Claim {
    #[command(flatten)]
    pub which: Which,
    /// Only this one: treasury, maintainer, dataset-1 to dataset-8
    #[arg(long, value_parser = place)]
    pub place: Option<usize>,
    /// With --place: the token account to be paid to [default: the associated one of whom it belongs to]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address, requires = "place")]
    pub token_account: Option<Pubkey>,
    #[command(flatten)]
    pub sending: Sending,
}

/// One payment, and what is told of it.
struct Payment {
    instruction: Instruction,
    told: Record,
}

/// What is needed to pay from a pool.
struct Payer<'a> {
    context: &'a Context,
    address: Pubkey,
    pool: RevenuePool,
    mint: Mint,
}

impl Payer<'_> {
    fn payment(&self, place: usize, holder: Option<Pubkey>, to: Pubkey, due: u64) -> Payment {
        let accounts = accounts::ClaimRevenue {
            revenue_pool: self.address,
            source: source(&self.pool, place).unwrap_or_default(),
            vault: self.pool.vault,
            to,
            mint: self.mint.address,
            token_program: self.mint.program,
        };
        let claim = instruction::ClaimRevenue {
            place: u8::try_from(place).unwrap_or(u8::MAX),
        };
        let paid_to = holder.map(|_| to);
        Payment {
            instruction: accounts.call(self.context.program(), claim),
            told: record! {
                "place" => place_name(place),
                "amount" => self.mint.amount(due),
                "holder" => holder,
                "to" => paid_to,
            },
        }
    }

    /// What is due to a place; what was forfeited before comes to the treasury's.
    fn due(&self, place: usize, forfeited: u64) -> u64 {
        let share = self.pool.shares.get(place);
        let due = share.map_or(0, |share| share.owed);
        due.saturating_add(if place == TREASURY { forfeited } else { 0 })
    }

    /// One place, whether or not the token account is there.
    fn one(&self, place: usize, given: Option<Pubkey>) -> Result<Vec<Payment>> {
        if place >= FIRST_PARENT {
            return Err(Error::usage(
                format!("{} is a pool, not a person", place_name(place)),
                "Pass it on: althing revenue distribute.",
            ));
        }
        let holder = holder(self.context, &self.pool, place)?;
        let to = match &holder {
            Some(holder) => self.context.token_account(&self.mint, holder, given)?.0,
            None => self.pool.vault,
        };
        Ok(vec![self.payment(place, holder, to, self.due(place, 0))])
    }

    /// Every place that something is due to, the treasury last; and those that wait for a token account.
    fn all(&self) -> Result<(Vec<Payment>, Vec<Record>)> {
        let (mut payments, mut waiting, mut forfeited) = (vec![], vec![], 0u64);
        for place in (0..FIRST_PARENT).rev() {
            let due = self.due(place, forfeited);
            if due == 0 {
                continue;
            }
            let Some(holder) = holder(self.context, &self.pool, place)? else {
                forfeited = forfeited.saturating_add(due);
                payments.push(self.payment(place, None, self.pool.vault, due));
                continue;
            };
            let to = self.mint.account_of(&holder);
            let account = self.context.rpc.account(&to)?;
            if account.as_ref().and_then(TokenAccount::read).is_some() {
                payments.push(self.payment(place, Some(holder), to, due));
            } else {
                waiting.push(record! {
                    "place" => place_name(place),
                    "amount" => self.mint.amount(due),
                    "holder" => holder,
                    "tokenAccount" => to,
                });
            }
        }
        Ok((payments, waiting))
    }
}

impl Run for Claim {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, pool, mint) = self.which.find(context)?;
        let payer = Payer {
            context,
            address,
            pool,
            mint,
        };
        let (payments, waiting) = match self.place {
            Some(place) => (payer.one(place, self.token_account)?, vec![]),
            None => payer.all()?,
        };
        if payments.is_empty() {
            return Err(nothing(&waiting, &mint));
        }
        let (instructions, told): (Vec<_>, Vec<_>) = payments
            .into_iter()
            .map(|payment| (payment.instruction, payment.told))
            .unzip();
        let plan = Plan {
            steps: pack(&actor.payer, instructions),
            resume: "Call it again for the others.".into(),
            ..Plan::default()
        };
        let told = record! { "pool" => address, "payments" => told, "waiting" => waiting };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}

fn nothing(waiting: &[Record], mint: &Mint) -> Error {
    if waiting.is_empty() {
        return Error::failed(
            "nothing is due to anybody",
            "What is due to parents is passed on: althing revenue distribute.",
        );
    }
    Error::failed(
        format!("the {} that something is due to have no token account", waiting.len()),
        format!(
            "Make theirs, anybody may: spl-token create-account {} --owner ADDRESS; see althing revenue show.",
            mint.address
        ),
    )
}
