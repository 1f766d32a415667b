//! `althing completion`.

use clap::{Args, CommandFactory};
use clap_complete::{generate, Shell};

use super::Run;
use crate::cli::Cli;
use crate::context::Context;
use crate::error::{Error, Result};

/// Print a script that completes commands in your shell
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing completion bash > ~/.local/share/bash-completion/completions/althing"
)]
pub struct Completion {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

impl Run for Completion {
    fn run(self, context: &Context) -> Result<()> {
        let mut script = vec![];
        generate(self.shell, &mut Cli::command(), "althing", &mut script);
        let script = String::from_utf8(script).map_err(|e| Error::failed(e.to_string(), ""))?;
        context.out.raw(&script);
        Ok(())
    }
}
