//! What a receipt says of the chain, beside its proof.

use althing::registry::model_history::status_at;
use althing::{Model, ModelVersion, StatusChange, VersionStatus};
use althing_record::{Kind, Model as Logged, Receipt, ENTRY_HEADER};
use anchor_lang::prelude::Pubkey;

use super::What;
use crate::commands::version::status;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::output::Record;

/// Whether the program itself has stamped the record with time, slot and actor. A batch's writer could put the same bytes
/// into it, so the transaction is looked for.
///
/// # Errors
/// Exit code 3 where the chain's transaction says something else.
pub fn stamp(context: &Context, receipt: &Receipt) -> Result<Record> {
    let Some(entry) = &receipt.entry else {
        return Ok(Record::new());
    };
    let size = receipt.index.saturating_add(1);
    let growth = context.growth_to(&receipt.log.into(), size)?;
    let stamped = growth.ok_or_else(|| {
        Error::mismatch(
            format!(
                "entry {} was not appended alone, so the program has not stamped it",
                receipt.index
            ),
            "The receipt claims a stamp of the program; ask its operator for another.",
        )
    })?;
    match &stamped.what {
        What::Entry(bytes) if bytes.get(..ENTRY_HEADER) == Some(entry) => Ok(record! {
            "stampedBy" => "the program",
            "stampedInSlot" => stamped.slot,
            "transaction" => stamped.signature,
        }),
        _ => Err(Error::mismatch(
            format!(
                "transaction {} has appended another entry {}",
                stamped.signature, receipt.index
            ),
            "The receipt claims a stamp of the program; ask its operator for another.",
        )),
    }
}

/// The version that the record is about, and where it stood when the record says that it decided.
///
/// # Errors
/// Exit code 3 where the record contradicts the chain: another model's digest, or a decision by a version that was not
/// in production.
pub fn model(context: &Context, receipt: &Receipt) -> Result<Record> {
    let header = receipt.record.header();
    let address = match (header.model, receipt.model_version) {
        (Some(Logged::Version(address)), _) | (_, Some(address)) => Pubkey::from(address),
        _ => return Ok(Record::new()),
    };
    let version: ModelVersion = context.fetch(&address)?;
    if let Some(Logged::Digest(digest)) = header.model {
        if digest.bytes() != version.weights_digest {
            return Err(Error::mismatch(
                format!(
                    "the record's model is not version {address}: it has another weights digest"
                ),
                "The receipt names a version that did not decide; ask its operator.",
            ));
        }
    }
    let model: Model = context.fetch(&version.model)?;
    let (changes, _) = context.status_changes(&version.model)?;
    let (slot, whose) = slot(receipt, &changes);
    let then = status_at(&changes, version.number, slot);
    let told = record! {
        "model" => &model.name,
        "version" => version.number,
        "modelVersion" => address,
        "statusThen" => then.map_or_else(unregistered, status),
        "slotThen" => slot,
        "slotThenBy" => whose,
        "statusNow" => status(version.status()),
    };
    if receipt.record.kind() == Kind::Decision && then != Some(VersionStatus::Production) {
        return Err(Error::mismatch(
            format!(
                "version {} of {} was not in production in slot {slot} ({whose}): {}",
                version.number,
                model.name,
                then.map_or_else(unregistered, status)
            ),
            "It decided without the organisation's approval; question the decision.",
        ));
    }
    Ok(told)
}

/// The slot that counts, and who says so: the program where it has stamped the record, else the operator, whose time may
/// stand for a slot.
fn slot(receipt: &Receipt, changes: &[StatusChange]) -> (u64, &'static str) {
    let stamped = receipt
        .entry
        .and_then(|entry| entry[56..64].try_into().ok());
    if let Some(bytes) = stamped {
        return (u64::from_le_bytes(bytes), "the program's stamp");
    }
    let header = receipt.record.header();
    if let Some(slot) = header.slot {
        return (slot.get(), "the record's slot");
    }
    let seconds = header.time.micros() / 1_000_000;
    let before = changes.partition_point(|change| {
        u64::try_from(change.timestamp).is_ok_and(|timestamp| timestamp <= seconds)
    });
    let last = before.checked_sub(1).and_then(|last| changes.get(last));
    (last.map_or(0, |change| change.slot), "the record's time")
}

fn unregistered() -> String {
    "not registered".into()
}
