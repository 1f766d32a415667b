//! The model's log: whether what the version account says is what was logged when it was registered.

use althing::audit::EntryKind;
use althing::registry::entries::VersionRegistered;
use anchor_lang::AnchorDeserialize;

use super::subject::Subject;
use super::{Report, Verdict};
use crate::context::Context;
use crate::error::Result;

/// Reads the whole log, holds it against its root on the chain, and finds the version's registration in it.
///
/// # Errors
/// Where the cluster has not all of the log's transactions; exit code 3 where they do not give its root.
pub fn check(context: &Context, subject: &Subject, report: &mut Report) -> Result<()> {
    let entries = context.whole_log(&subject.model.log)?;
    let number = subject.version.number;
    let registered = entries
        .iter()
        .filter(|entry| entry.event.kind == EntryKind::VersionRegistered as u16)
        .find_map(|entry| {
            let payload = VersionRegistered::deserialize(&mut &entry.event.payload[..]).ok()?;
            (payload.number == number).then_some((payload, entry))
        });
    let Some((payload, entry)) = registered else {
        let says = format!(
            "the log's {} entries have no registration of version {number}",
            entries.len()
        );
        report.tell("log", Verdict::Broken, says);
        return Ok(());
    };
    let same = payload.weights_digest == subject.version.weights_digest
        && payload.manifest_digest == subject.version.manifest_digest;
    report.judge(
        "log",
        same,
        format!(
            "entry {} of the log, whose {} entries give its root, registers the version with these digests",
            entry.event.index,
            entries.len()
        ),
        format!("entry {} of the log registers version {number} with other digests", entry.event.index),
    );
    Ok(())
}
