//! `althing bond`: what the operator of a log stakes on keeping it.

mod add;
mod close;
mod list;
mod note;
mod open;
mod request_withdrawal;
mod shorten;
mod show;
mod slash;
mod withdraw;

use althing::LogBond;
use anchor_lang::prelude::Pubkey;

use crate::chain::Org;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input;
use crate::output::{cell::padded, Cell, Record};

group! {
    /// Stake behind logs: lost for what can be proved, or what a vote or a chamber decides
    Group {
        Add(add::Add),
        Close(close::Close),
        List(list::List),
        Note(note::Note),
        Open(open::Open),
        RequestWithdrawal(request_withdrawal::RequestWithdrawal),
        Shorten(shorten::Shorten),
        Show(show::Show),
        Slash(slash::Slash),
        Withdraw(withdraw::Withdraw),
    }
}

/// A bond by its own address, or by its log's, its log's subject's or a model's name.
pub fn find(context: &Context, text: &str) -> Result<(Pubkey, LogBond)> {
    if let Ok(address) = input::address(text) {
        let account = context.rpc.account(&address)?;
        let is_bond = account.is_some_and(|account| {
            account.owner == context.program()
                && account
                    .data
                    .starts_with(<LogBond as crate::chain::Stored>::TAG)
        });
        if is_bond {
            return Ok((address, context.fetch(&address)?));
        }
    }
    let (log, _) = context.find_log(text)?;
    let address = context.at().bond(&log);
    let bond = context.fetch_if(&address)?.ok_or_else(|| {
        Error::failed(
            format!("log {log} has no bond"),
            "Its writer opens one: althing bond open LOG AMOUNT.",
        )
    })?;
    Ok((address, bond))
}

/// What a list says of a bond.
fn summary(org: &Org, address: &Pubkey, bond: &LogBond) -> Record {
    let due = bond
        .last_checkpoint_slot
        .saturating_add(bond.checkpoint_interval);
    record! {
        "bond" => address,
        "log" => bond.audit_log,
        "origin" => padded(&bond.origin),
        "operator" => bond.operator,
        "amount" => org.mint.amount(bond.amount),
        "unbonding" => org.mint.amount(bond.unbonding),
        "checkpointDueBySlot" => due,
        "overdue" => bond.is_overdue(org.clock.slot),
        "openQuestions" => bond.open_questions,
        "slashed" => org.mint.amount(bond.slashed),
        "withdrawableAt" => Cell::Time(bond.available_at),
    }
}
