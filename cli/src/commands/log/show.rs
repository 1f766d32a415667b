//! `althing log show`.

use clap::Args;

use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;

/// Show a log: size, root, writer
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing log show tutor")]
pub struct Show {
    /// The log: its address, or that of its subject (an organisation, a model, a key), or a model's name
    pub log: String,
}

impl Run for Show {
    fn run(self, context: &Context) -> Result<()> {
        let (address, log) = context.find_log(&self.log)?;
        let governed = log.writer == anchor_lang::prelude::Pubkey::default();
        let shown = super::summary(&address, &log).with(
            "writtenBy",
            if governed {
                "the program"
            } else {
                "its writer"
            },
        );
        context.out.record(&shown);
        Ok(())
    }
}
