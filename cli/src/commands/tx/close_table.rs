//! `althing tx close-table`.

use anchor_lang::prelude::Pubkey;
use clap::Args;

use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input;
use crate::output::Cell;
use crate::send::tables::{close, deactivate, Table, COOLDOWN};
use crate::send::{Plan, Sending};

/// Close a lookup table of yours; its rent returns to you
///
/// A transaction that is too long for the network, such as a question about a leaf among millions, is sent by a lookup table that
/// is made for it alone. A table must be given up first, which is done here where it was not, and cools down for 513 slots, about
/// four minutes.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing tx close-table 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin"
)]
pub struct CloseTable {
    /// The table's address, as the command told it that made it
    #[arg(value_parser = input::address)]
    pub table: Pubkey,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for CloseTable {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let account = context.rpc.account(&self.table)?;
        let table = account.as_ref().and_then(Table::read).ok_or_else(|| {
            Error::failed(
                format!("there is no lookup table at {}", self.table),
                "Check the address and the cluster; it may be closed already.",
            )
        })?;
        if table.authority != Some(actor.from) {
            return Err(Error::failed(
                match table.authority {
                    Some(owner) => format!("the table is {owner}'s, and you are {}", actor.from),
                    None => "the table is frozen: nobody can close it".into(),
                },
                "Only whoever made it can close it.",
            ));
        }
        let Some(slot) = table.given_up else {
            let plan = Plan::new(vec![deactivate(&self.table, &actor.from)]);
            let told = record! { "table" => self.table, "closed" => false, "next" => "say it again in about four minutes" };
            return context.send(&self.sending, &actor, plan.tell(told));
        };
        let left = slot
            .saturating_add(COOLDOWN)
            .saturating_sub(context.rpc.clock()?.slot);
        if left > 0 {
            return Err(Error::failed(
                format!("the table cools down for {left} more slots"),
                "Try again in some minutes.",
            ));
        }
        let plan = Plan::new(vec![close(&self.table, &actor.from)]);
        let rent = account.map(|account| Cell::Amount(account.lamports, 9));
        let told = record! { "table" => self.table, "closed" => true, "rentInSol" => rent };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
