//! `althing witness list`.

use althing::WitnessSet;
use clap::Args;

use super::verifier;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::output::Record;

/// List an organisation's witnesses with their keys as C2SP writes them
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing witness list --output json")]
pub struct List {}

impl Run for List {
    fn run(self, context: &Context) -> Result<()> {
        let address = context.at().witnesses(&context.dao_address()?);
        let set: Option<WitnessSet> = context.fetch_if(&address)?;
        let mut rows: Vec<Record> = vec![];
        if let Some(set) = &set {
            rows.extend((0..usize::from(set.count)).filter_map(|index| {
                let key = verifier(set, index)?;
                Some(record! {
                    "witness" => index,
                    "name" => key.name(),
                    "key" => key.to_string(),
                    "quorum" => format!("{} of {}", set.quorum, set.count),
                })
            }));
        }
        context.out.list("witnesses", &rows);
        Ok(())
    }
}
