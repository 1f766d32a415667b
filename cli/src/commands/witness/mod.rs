//! `althing witness`: who watches an organisation's logs.

mod admit;
mod close;
mod list;
mod logs;
mod remove;
mod set;

use althing::{LogBond, WitnessSet, WitnessedLog};
use althing_tlog::key::{KeyType, VerifierKey};
use anchor_lang::prelude::Pubkey;

use crate::context::Context;
use crate::error::{Error, Result};

group! {
    /// Witnesses of an organisation's logs: named by vote, with a quorum
    Group {
        Admit(admit::Admit),
        Close(close::Close),
        List(list::List),
        Logs(logs::Logs),
        Remove(remove::Remove),
        Set(set::Set),
    }
}

/// An organisation's witnesses.
pub fn witnesses(context: &Context, dao: &Pubkey) -> Result<(Pubkey, WitnessSet)> {
    let address = context.at().witnesses(dao);
    let found = context.fetch_if(&address)?.ok_or_else(|| {
        Error::failed(
            "the organisation has named no witnesses",
            "A vote names them: althing witness set KEY … --quorum N --propose TITLE.",
        )
    })?;
    Ok((address, found))
}

/// A log that witnesses watch, by its own address or that of its subject.
pub fn watched(context: &Context, log: &str) -> Result<(Pubkey, WitnessedLog)> {
    let (log, _) = context.find_log(log)?;
    // The organisation that was given, else that of the log's bond.
    let dao = match context.dao_address() {
        Ok(dao) => dao,
        Err(none) => match context.fetch_if::<LogBond>(&context.at().bond(&log))? {
            Some(bond) => bond.dao,
            None => return Err(none),
        },
    };
    let set = context.at().witnesses(&dao);
    let address = context.at().witnessed(&set, &log);
    let found = context.fetch_if(&address)?.ok_or_else(|| {
        Error::failed(
            format!("log {log} is not watched by the organisation's witnesses"),
            "Admit it: althing witness admit LOG.",
        )
    })?;
    Ok((address, found))
}

/// A witness's key as C2SP writes it.
#[must_use]
pub fn verifier(set: &WitnessSet, index: usize) -> Option<VerifierKey> {
    let witness = set.witnesses.get(index)?;
    let name = witness.name.get(..usize::from(witness.name_length))?;
    let name = std::str::from_utf8(name).ok()?;
    VerifierKey::new(name, KeyType::Cosignature, &witness.key).ok()
}
