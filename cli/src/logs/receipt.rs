//! What a receipt says of the chain, beside its proof.

use althing::{Model, ModelVersion};
use althing_record::{Model as Logged, Receipt, ENTRY_HEADER};
use anchor_lang::prelude::Pubkey;

use super::What;
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

/// The version that the record is about.
///
/// # Errors
/// Exit code 3 where the record contradicts it.
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
    Ok(record! {
        "model" => &model.name,
        "version" => version.number,
        "modelVersion" => address,
    })
}
