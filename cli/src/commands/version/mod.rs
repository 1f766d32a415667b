//! `althing version`: releases of models.

mod attest;
mod check_consent;
mod check_lineage;
mod close;
mod close_attestations;
mod close_statement;
mod deprecate;
mod find;
mod link_artifact;
mod link_dataset;
mod link_parent;
mod list;
mod override_taint;
mod promote;
mod register;
mod revoke;
mod show;
pub mod sign;
mod signatures;
mod stage;
mod statement;
mod unlink_artifact;
mod unlink_dataset;
mod unlink_parent;
mod unstage;
mod update_card;
mod withdraw_attestation;

use althing::{ModelVersion, VersionStatus};
use anchor_lang::prelude::Pubkey;

use crate::output::{Cell, Record};

group! {
    /// Releases of a model; promoted, deprecated and revoked by vote (--propose TITLE)
    Group {
        Attest(attest::Attest),
        CheckConsent(check_consent::CheckConsent),
        CheckLineage(check_lineage::CheckLineage),
        Close(close::Close),
        CloseAttestations(close_attestations::CloseAttestations),
        CloseStatement(close_statement::CloseStatement),
        Deprecate(deprecate::Deprecate),
        Find(find::Find),
        LinkArtifact(link_artifact::LinkArtifact),
        LinkDataset(link_dataset::LinkDataset),
        LinkParent(link_parent::LinkParent),
        List(list::List),
        OverrideTaint(override_taint::OverrideTaint),
        Promote(promote::Promote),
        Register(register::Register),
        Revoke(revoke::Revoke),
        Show(show::Show),
        Sign(sign::Sign),
        Signatures(signatures::Signatures),
        Stage(stage::Stage),
        UnlinkArtifact(unlink_artifact::UnlinkArtifact),
        UnlinkDataset(unlink_dataset::UnlinkDataset),
        UnlinkParent(unlink_parent::UnlinkParent),
        Unstage(unstage::Unstage),
        UpdateCard(update_card::UpdateCard),
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
