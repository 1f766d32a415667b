//! `althing model history`.

use althing::registry::model_history::{production_at, status_at};
use althing::StatusChange;
use anchor_lang::prelude::Pubkey;
use clap::Args;

use crate::chain::history::Entry;
use crate::commands::{version::status, Run};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::output::{Cell, Record};

/// Show everything that happened to a model, in order, from its log; or what was in production in a past slot
///
/// Every entry is read from the transaction that appended it and held against the log's root on the chain: the history is
/// complete and unchanged, or the command fails (exit code 3 where the entries do not give the root). With --slot or
/// --changes it is read from the model's history account, which the program alone writes.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing model history tutor --output json\n  althing model history tutor --slot 312000000\n  althing model history tutor --changes"
)]
pub struct History {
    /// The model: name or address
    pub model: String,
    /// Where every version stood at the end of that slot
    #[arg(long, conflicts_with = "changes")]
    pub slot: Option<u64>,
    /// Every change of a version's status
    #[arg(long)]
    pub changes: bool,
}

impl Run for History {
    fn run(self, context: &Context) -> Result<()> {
        let (address, model) = context.model(&self.model)?;
        if let Some(slot) = self.slot {
            return at_slot(context, &address, slot);
        }
        if self.changes {
            let (changes, _) = context.status_changes(&address)?;
            let rows: Vec<Record> = changes.iter().map(change).collect();
            context.out.list("changes", &rows);
            return Ok(());
        }
        let entries = context.whole_log(&model.log)?;
        let rows: Vec<Record> = entries.iter().map(Entry::describe).collect();
        context.out.list("entries", &rows);
        Ok(())
    }
}

fn change(change: &StatusChange) -> Record {
    let before = (change.from != StatusChange::UNREGISTERED).then(|| status_name(change.from));
    record! {
        "slot" => change.slot,
        "at" => Cell::Time(change.timestamp),
        "number" => change.number,
        "from" => before,
        "to" => status_name(change.to),
    }
}

fn status_name(byte: u8) -> String {
    status(althing::VersionStatus::from_byte(byte))
}

fn at_slot(context: &Context, model: &Pubkey, slot: u64) -> Result<()> {
    let now = context.rpc.clock()?.slot;
    if slot > now {
        return Err(Error::failed(
            format!("slot {slot} is still to come, this is slot {now}"),
            "Ask for one that is over.",
        ));
    }
    let (changes, _) = context.status_changes(model)?;
    let mut numbers: Vec<u64> = changes.iter().map(|change| change.number).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let versions: Vec<Record> = numbers
        .into_iter()
        .filter_map(|number| {
            let stood = status_at(&changes, number, slot)?;
            Some(record! { "number" => number, "status" => status(stood) })
        })
        .collect();
    context.out.record(&record! {
        "model" => model,
        "slot" => slot,
        "production" => production_at(&changes, slot),
        "versions" => versions,
    });
    Ok(())
}
