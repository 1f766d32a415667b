//! `althing log`: append-only logs.

mod append_entry;
mod create;
mod entries;
mod list;
mod show;

use althing::AuditLog;
use anchor_lang::prelude::Pubkey;

use crate::context::Context;
use crate::error::{Error, Result};
use crate::input;
use crate::output::{
    cell::{digest, optional},
    Record,
};

group! {
    /// Append-only logs that anybody can verify
    Group {
        AppendEntry(append_entry::AppendEntry),
        Create(create::Create),
        Entries(entries::Entries),
        List(list::List),
        Show(show::Show),
    }
}

/// A log by its own address, or by that of what it is about: an organisation, a model, a key.
fn find(context: &Context, text: &str) -> Result<(Pubkey, AuditLog)> {
    let Ok(given) = input::address(text) else {
        let (_, model) = context.model(text)?;
        return Ok((model.log, context.fetch(&model.log)?));
    };
    let of_subject = context.at().log(&given);
    let mut found = context.rpc.accounts(&[given, of_subject])?;
    let second = found
        .pop()
        .flatten()
        .is_some_and(|account| account.owner == context.program());
    let is_log = found.pop().flatten().is_some_and(|account| {
        account.owner == context.program()
            && account
                .data
                .starts_with(<AuditLog as crate::chain::Stored>::TAG)
    });
    let address = match (is_log, second) {
        (true, _) => given,
        (false, true) => of_subject,
        (false, false) => {
            return Err(Error::failed(
                format!("{given} is no log and has none"),
                "Check the address and the cluster, or create one: althing log create.",
            ))
        }
    };
    Ok((address, context.fetch(&address)?))
}

/// What a list says of a log.
fn summary(address: &Pubkey, log: &AuditLog) -> Record {
    record! {
        "log" => address,
        "size" => log.size,
        "root" => digest(&log.root),
        "slot" => log.slot,
        "writer" => optional(&log.writer),
        "subject" => log.subject,
    }
}
