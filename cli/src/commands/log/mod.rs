//! `althing log`: append-only logs.

mod append_entry;
mod create;
mod entries;
mod list;
mod show;

use althing::AuditLog;
use anchor_lang::prelude::Pubkey;

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
