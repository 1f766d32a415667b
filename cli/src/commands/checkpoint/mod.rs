//! `althing checkpoint`: trees of logs that witnesses have signed, as the chain counts them.

mod close;
mod cosign;
mod list;
mod open;
mod show;

use althing::witness::note::Claim;
use althing::{LogCheckpoint, WitnessSet, WitnessedLog};
use althing_tlog::cosignature;
use althing_tlog::note::{Note, Signature};
use anchor_lang::prelude::Pubkey;

use super::witness::{verifier, watched};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input;
use crate::output::{cell::digest, Cell, Record};

group! {
    /// Checkpoints of watched logs, with the witnesses' signatures that the chain has checked
    Group {
        Close(close::Close),
        Cosign(cosign::Cosign),
        List(list::List),
        Open(open::Open),
        Show(show::Show),
    }
}

/// A checkpoint by its address, or as `LOG/SIZE`.
fn find(context: &Context, text: &str) -> Result<(Pubkey, LogCheckpoint, WitnessedLog)> {
    let address = match text.rsplit_once('/') {
        Some((log, size)) => {
            let size = size.parse().map_err(|_| {
                Error::usage(
                    format!("{text}: not a checkpoint's address or LOG/SIZE"),
                    "See althing checkpoint list LOG.",
                )
            })?;
            context.at().checkpoint(&watched(context, log)?.0, size)
        }
        None => input::address(text).map_err(|_| {
            Error::usage(
                format!("{text}: not a checkpoint's address or LOG/SIZE"),
                "See althing checkpoint list LOG.",
            )
        })?,
    };
    let found: LogCheckpoint = context.fetch(&address)?;
    let log = context.fetch(&found.witnessed_log)?;
    Ok((address, found, log))
}

/// Who has signed: places in the set, the set as it is now where the checkpoint counts by it.
fn signers<'a>(found: &'a LogCheckpoint, set: &'a WitnessSet) -> impl Iterator<Item = usize> + 'a {
    let current = found.revision == set.revision;
    (0..usize::from(set.count)).filter(move |place| current && found.cosigned >> place & 1 == 1)
}

/// The checkpoint as a note with the cosignatures that the chain has counted, as any C2SP tool reads it.
fn note(found: &LogCheckpoint, log: &WitnessedLog, set: &WitnessSet) -> Option<Note> {
    let claim = Claim {
        size: found.size,
        root: found.root,
    };
    let text = String::from_utf8(claim.text(log.origin())).ok()?;
    let mut note = Note::new(&text).ok()?;
    for place in signers(found, set) {
        let key = verifier(set, place)?;
        let one = found.cosignatures.get(place)?;
        let bytes = [&one.time.to_be_bytes()[..], &one.signature].concat();
        // What the runtime has checked is checked again: the node may lie.
        cosignature::verify(&key, &text, &bytes).ok()?;
        let signature = Signature {
            name: key.name().into(),
            id: key.id(),
            bytes,
        };
        note.add(signature).ok()?;
    }
    Some(note)
}

/// How many have signed, of how many that must.
fn counted(found: &LogCheckpoint, set: &WitnessSet) -> String {
    if found.revision == set.revision {
        return format!("{} of {}", found.count(), set.quorum);
    }
    match found.count() {
        0 => format!("0 of {}", set.quorum),
        // Whose they are is not on the chain any more; the next one begins the count anew, but where a quorum was reached.
        some => format!("{some}, by earlier witnesses"),
    }
}

/// What a list says of a checkpoint.
fn summary(address: &Pubkey, found: &LogCheckpoint, set: &WitnessSet) -> Record {
    record! {
        "size" => found.size,
        "root" => digest(&found.root),
        "slot" => found.slot,
        "witnessed" => found.is_witnessed(),
        "cosignatures" => counted(found, set),
        "witnessedSlot" => (found.witnessed_slot > 0).then_some(Cell::Count(found.witnessed_slot)),
        "checkpoint" => address,
    }
}
