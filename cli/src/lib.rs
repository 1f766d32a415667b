//! The `althing` command line: found and govern an organisation, register and release models, stake, vote, and
//! check what was recorded.
//!
//! # How it is built
//! - [`commands`]: one file per command. A command is a `clap::Args` struct with [`commands::Run`]; its doc comment
//!   is its help, its `after_help` an example, which a test parses.
//! - [`settings`]: flag, environment, the Solana tools' `config.yml`, default: in this order.
//! - [`context`]: what a command is given: settings, the cluster, the output, the wallet.
//! - [`rpc`]: JSON-RPC with retries. [`chain`]: accounts, addresses, instructions. [`send`]: simulate, budget, sign,
//!   rebroadcast, or export.
//! - [`input`]: amounts, times, addresses as people write them. [`output`]: text, JSON.
//!   [`decode`]: instructions, events and log entries by name; [`words`]: what an instruction does.
//! - [`checks`]: whether a model is what the chain says.
//! - [`error`]: what went wrong and what to do about it, with the exit code.
//! - [`fuzz`]: what must hold of any bytes that come from outside.

#![allow(clippy::result_large_err)]

#[macro_use]
pub mod output;
pub mod chain;
pub mod checks;
pub mod cli;
pub mod commands;
pub mod context;
pub mod decode;
pub mod error;
pub mod fuzz;
pub mod input;
pub mod logs;
pub mod rpc;
pub mod send;
pub mod settings;
pub mod watch;
pub mod words;

use std::ffi::OsString;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::Parser;

use commands::Run;
pub use error::{Error, Exit, Result};

/// Runs the command line and returns its exit code: 0 ok, 1 failed, 2 usage, 3 verification mismatch,
/// 4 unconfirmed.
pub fn main(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let cli = match cli::Cli::try_parse_from(args) {
        Ok(cli) => cli,
        Err(problem) => {
            // Help and version are asked for, anything else is a usage error.
            let printed = problem.print().and_then(|()| io::stdout().flush());
            let code = match printed {
                _ if problem.use_stderr() => Exit::Usage,
                Err(lost) if lost.kind() != io::ErrorKind::BrokenPipe => Exit::Failed,
                _ => Exit::Ok,
            };
            return code.into();
        }
    };
    let outcome = context::Context::new(cli.global).and_then(|context| cli.command.run(&context));
    match outcome {
        Ok(()) => Exit::Ok.into(),
        Err(problem) => {
            problem.print();
            problem.exit.into()
        }
    }
}
