//! `althing log entries`.

use clap::Args;

use crate::chain::history::Entry;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::output::Record;

/// Read a log's entries from the transactions that appended them
///
/// Batches are not on the chain, so their entries are not shown.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing log entries 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin --all"
)]
pub struct Entries {
    /// The log: its address, or that of its subject (an organisation, a model, a key), or a model's name
    pub log: String,
    /// How many of the newest transactions to look at
    #[arg(long, default_value_t = 20)]
    pub limit: usize,
    /// Every entry, held against the log's root: exit code 3 where they do not give it
    #[arg(long, conflicts_with = "limit")]
    pub all: bool,
}

impl Run for Entries {
    fn run(self, context: &Context) -> Result<()> {
        let (address, _) = context.find_log(&self.log)?;
        let entries = if self.all {
            context.whole_log(&address)?
        } else {
            context.entries(&address, self.limit)?
        };
        let rows: Vec<Record> = entries.iter().map(Entry::describe).collect();
        context.out.list("entries", &rows);
        Ok(())
    }
}
