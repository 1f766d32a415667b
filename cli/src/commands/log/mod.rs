//! `althing log`: append-only logs.

mod append;
mod append_entry;
mod asking;
mod consistency;
mod create;
mod entries;
mod export;
mod list;
mod proofs;
mod prove;
mod receipt;
mod show;
mod sync;
mod verify;
mod verify_consistency;
mod verify_inclusion;
mod watch;

use althing::AuditLog;
use anchor_lang::prelude::Pubkey;

use crate::output::{
    cell::{digest, optional},
    Record,
};

group! {
    /// Append-only logs that anybody can verify
    Group {
        Append(append::Append),
        AppendEntry(append_entry::AppendEntry),
        Consistency(consistency::Consistency),
        Create(create::Create),
        Entries(entries::Entries),
        Export(export::Export),
        List(list::List),
        Prove(prove::Prove),
        Receipt(receipt::Receipt),
        Show(show::Show),
        Sync(sync::Sync),
        Verify(verify::Verify),
        VerifyConsistency(verify_consistency::VerifyConsistency),
        VerifyInclusion(verify_inclusion::VerifyInclusion),
        Watch(watch::Watch),
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
