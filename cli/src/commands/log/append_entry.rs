//! `althing log append-entry`.

use althing::audit::entry::FIRST_OPEN_KIND;
use althing::constants::MAX_ENTRY_PAYLOAD;
use althing::{accounts, instruction};
use anchor_lang::system_program;
use clap::Args;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input;
use crate::send::{Plan, Sending};

/// Append one entry to a log that you write
///
/// What is appended can never be changed or removed: put nothing personal into it, only a salted hash.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing log append-entry 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q --kind 1024 --payload hex:0a0b0c"
)]
pub struct AppendEntry {
    /// The log: its address, or that of its subject
    pub log: String,
    /// Kind of the entry, 1024 to 65535
    #[arg(long, value_parser = clap::value_parser!(u16).range(i64::from(FIRST_OPEN_KIND)..))]
    pub kind: u16,
    /// The payload, at most 512 bytes: text, hex:…, base64:… or file:PATH
    #[arg(long, value_name = "DATA")]
    pub payload: String,
    /// Keep the entry whole in an account of its own, which is never closed; costs rent
    #[arg(long)]
    pub pin: bool,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for AppendEntry {
    fn run(self, context: &Context) -> Result<()> {
        let bad = |why: String| {
            Error::usage(
                format!("--payload: {why}"),
                "Give text, hex:…, base64:… or file:PATH.",
            )
        };
        let payload = input::data(&self.payload).map_err(bad)?;
        if payload.len() > MAX_ENTRY_PAYLOAD {
            return Err(Error::usage(
                format!(
                    "--payload: {} bytes, an entry takes {MAX_ENTRY_PAYLOAD}",
                    payload.len()
                ),
                "Log a digest, and publish the content elsewhere.",
            ));
        }
        let actor = self.sending.actor(context)?;
        let (address, log) = context.find_log(&self.log)?;
        let (program, kind) = (context.program(), self.kind);
        let told = record! { "log" => address, "expectedIndex" => log.size };
        let (call, told) = if self.pin {
            let entry = context.at().entry(&address, log.size);
            let accounts = accounts::AppendPinnedEntry {
                log: address,
                writer: actor.from,
                entry,
                payer: actor.payer,
                system_program: system_program::ID,
            };
            (
                accounts.call(program, instruction::AppendPinnedEntry { kind, payload }),
                told.with("entry", entry),
            )
        } else {
            let accounts = accounts::AppendEntry {
                log: address,
                writer: actor.from,
            };
            (
                accounts.call(program, instruction::AppendEntry { kind, payload }),
                told,
            )
        };
        context.send(&self.sending, &actor, Plan::new(vec![call]).tell(told))
    }
}
