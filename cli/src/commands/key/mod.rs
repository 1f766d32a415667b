//! `althing key`: keys that sign a model's versions.

mod add;
mod close;
mod list;
mod prove;
mod retire;
mod revoke;

use althing::{SigningKey, Standing, OPEN};
use althing_digest::VerifyingKey;
use anchor_lang::prelude::Pubkey;

use crate::chain::Stored;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input::{self, key};
use crate::output::{Cell, Record};

group! {
    /// Keys that sign a model's versions: added, retired and revoked by slot
    Group {
        Add(add::Add),
        Close(close::Close),
        List(list::List),
        Prove(prove::Prove),
        Retire(retire::Retire),
        Revoke(revoke::Revoke),
    }
}

/// A public key as the chain knows it: its scheme, its bytes, its id.
pub struct OnChain {
    pub scheme: u8,
    pub bytes: Vec<u8>,
    pub id: [u8; 32],
}

/// A public key as the chain knows it.
///
/// # Errors
/// Where it is of a kind that the chain does not check.
pub fn on_chain(key: &VerifyingKey) -> Result<OnChain> {
    let scheme = match key {
        VerifyingKey::Ed25519(_) => 1,
        VerifyingKey::P256(_) => 2,
        VerifyingKey::P384(_) | VerifyingKey::P521(_) => {
            return Err(Error::usage(
                format!("the chain checks no signatures with {}", key.kind()),
                "Use a P-256 or an Ed25519 key.",
            ))
        }
    };
    let bytes = key.on_chain().unwrap_or_default();
    Ok(OnChain {
        scheme,
        id: SigningKey::id_of(scheme, &bytes),
        bytes,
    })
}

/// The public key of an account.
#[must_use]
pub fn public(found: &SigningKey) -> Option<VerifyingKey> {
    let length = found.scheme().ok()?.key_length();
    VerifyingKey::from_on_chain(found.public_key.get(..length)?).ok()
}

/// One of a model's keys: by its account's address, or by the public key (an address or a PEM file).
fn find(context: &Context, model: &Pubkey, text: &str) -> Result<(Pubkey, SigningKey)> {
    if let Ok(address) = input::address(text) {
        let account = context.rpc.account(&address)?;
        let is_key = account.is_some_and(|account| {
            account.owner == context.program()
                && account.data.starts_with(<SigningKey as Stored>::TAG)
        });
        if is_key {
            return Ok((address, context.fetch(&address)?));
        }
    }
    let id = on_chain(&key::verifying(text)?)?.id;
    let address = context.at().signing_key(model, &id);
    let found = context.fetch_if(&address)?.ok_or_else(|| {
        Error::failed(
            format!("{text} is none of the model's keys"),
            "See althing key list MODEL.",
        )
    })?;
    Ok((address, found))
}

/// What a signature recorded in a slot is worth, in words.
#[must_use]
pub fn standing(key: &SigningKey, slot: u64) -> &'static str {
    match key.standing_at(slot) {
        Standing::Good => "good",
        Standing::NotYetValid => "not yet valid",
        Standing::Retired => "retired",
        Standing::Revoked => "revoked",
    }
}

fn slot(slot: u64) -> Cell {
    match slot {
        OPEN => Cell::None,
        slot => Cell::Count(slot),
    }
}

/// What a list says of a key.
fn summary(address: &Pubkey, found: &SigningKey, now: u64) -> Record {
    record! {
        "key" => public(found).map(|key| key::shown(&key)),
        "kind" => public(found).map(|key| key.kind().to_string()),
        "account" => address,
        "now" => standing(found, now),
        "validFromSlot" => found.valid_from_slot,
        "validUntilSlot" => slot(found.valid_until_slot),
        "revokedFromSlot" => slot(found.revoked_at_slot),
        "signatures" => found.signatures,
    }
}
