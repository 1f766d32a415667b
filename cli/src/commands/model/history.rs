//! `althing model history`.

use clap::Args;

use crate::chain::history::Entry;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::output::Record;

/// Show everything that happened to a model, in order, from its log
///
/// Every entry is read from the transaction that appended it and held against the log's root on the chain: the history is
/// complete and unchanged, or the command fails (exit code 3 where the entries do not give the root).
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing model history tutor --output json")]
pub struct History {
    /// The model: name or address
    pub model: String,
}

impl Run for History {
    fn run(self, context: &Context) -> Result<()> {
        let (_, model) = context.model(&self.model)?;
        let entries = context.whole_log(&model.log)?;
        let rows: Vec<Record> = entries.iter().map(Entry::describe).collect();
        context.out.list("entries", &rows);
        Ok(())
    }
}
