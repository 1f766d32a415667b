//! `althing version`: releases of models.

mod attest;
mod close;
mod close_attestations;
mod deprecate;
mod link_parent;
mod list;
mod promote;
mod register;
mod revoke;
mod show;
pub mod sign;
mod signatures;
mod stage;
mod statement;
mod unlink_parent;
mod unstage;
mod withdraw_attestation;

use althing::{ModelVersion, VersionStatus};
use anchor_lang::prelude::Pubkey;

use crate::output::{Cell, Record};

group! {
    /// Releases of a model; promoted, deprecated and revoked by vote (--propose TITLE)
    Group {
        Attest(attest::Attest),
        Close(close::Close),
        CloseAttestations(close_attestations::CloseAttestations),
        Deprecate(deprecate::Deprecate),
        LinkParent(link_parent::LinkParent),
        List(list::List),
        Promote(promote::Promote),
        Register(register::Register),
        Revoke(revoke::Revoke),
        Show(show::Show),
        Sign(sign::Sign),
        Signatures(signatures::Signatures),
        Stage(stage::Stage),
        UnlinkParent(unlink_parent::UnlinkParent),
        Unstage(unstage::Unstage),
        WithdrawAttestation(withdraw_attestation::WithdrawAttestation),
    }
}

/// A version's status in words.
#[must_use]
pub fn status(status: VersionStatus) -> String {
    format!("{status:?}").to_lowercase()
}

/// What a list says of a version.
fn summary(address: &Pubkey, version: &ModelVersion) -> Record {
    record! {
        "number" => version.number,
        "version" => address,
        "status" => status(version.status()),
        "passed" => version.attestations_passed,
        "failed" => version.attestations_failed,
        "registeredAt" => Cell::Time(version.created_at),
        "promotedAt" => Cell::Time(version.promoted_at),
    }
}
