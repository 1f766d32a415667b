//! What happens to a model in use: releases, rollbacks, rules, incidents.

use super::{in_order, kind};
use crate::choice::{Category, Cause, Channel, Severity};
use crate::error::{Fault, RecordError};
use crate::field::{Commitment, Count, Digest, Text, Time};
use crate::value::Address;

kind! {
    /// The header's model was released.
    Release, |it| changed(it.previous_digest, it.weights_digest, "weightsDigest");
    /// Its weights.
    weights_digest: Digest = "weightsDigest",
    /// Its manifest.
    manifest_digest: Option<Digest> = "manifestDigest",
    /// Its model card.
    card_digest: Option<Digest> = "cardDigest",
    /// The weights that it takes the place of.
    previous_digest: Option<Digest> = "previousDigest",
    /// For whom it is.
    channel: Channel = "channel",
    /// Who approved it.
    approver: Option<Commitment> = "approver",
    /// What the release is called.
    label: Text = "label",
}

kind! {
    /// Use went back to the header's model.
    Rollback, |it| changed(Some(it.from_digest), it.to_digest, "toDigest");
    /// The weights that were in use.
    from_digest: Digest = "fromDigest",
    /// The weights that are in use again.
    to_digest: Digest = "toDigest",
    /// Why.
    cause: Cause = "cause",
    /// The sequence number of the incident's record.
    incident_sequence: Option<Count> = "incidentSequence",
    /// The document that gives the reasons.
    reasons_digest: Option<Digest> = "reasonsDigest",
    /// Who approved it.
    approver: Option<Commitment> = "approver",
}

kind! {
    /// The rules that the system works by were changed.
    PolicyChange, |it| changed(it.previous_digest, it.policy_digest, "policyDigest");
    /// The rules until then.
    previous_digest: Option<Digest> = "previousDigest",
    /// The rules from then on.
    policy_digest: Digest = "policyDigest",
    /// From when.
    effective_at: Time = "effectiveAt",
    /// The proposal's account, where a vote decided.
    proposal: Option<Address> = "proposal",
    /// The document that gives the reasons.
    reasons_digest: Option<Digest> = "reasonsDigest",
    /// Who approved it.
    approver: Option<Commitment> = "approver",
}

kind! {
    /// Something went wrong, or an earlier record of it is brought up to date.
    Incident, check_incident;
    /// When it began.
    started_at: Time = "startedAt",
    /// When it was noticed.
    detected_at: Time = "detectedAt",
    /// When it was over.
    resolved_at: Option<Time> = "resolvedAt",
    /// When an authority was told.
    reported_at: Option<Time> = "reportedAt",
    /// How grave it is.
    severity: Severity = "severity",
    /// What it harmed or threatened.
    category: Category = "category",
    /// How many persons it affected.
    affected: Option<Count> = "affected",
    /// The sequence number of a decision's record that it is about, or of the record that this one brings up to date.
    about_sequence: Option<Count> = "aboutSequence",
    /// The report.
    report_digest: Option<Digest> = "reportDigest",
    /// What was done about it.
    measures_digest: Option<Digest> = "measuresDigest",
    /// Who reported it.
    reporter: Option<Commitment> = "reporter",
}

fn check_incident(it: &Incident) -> Result<(), RecordError> {
    in_order(it.started_at, it.detected_at, "detectedAt")?;
    in_order(
        it.started_at,
        it.resolved_at.unwrap_or(it.started_at),
        "resolvedAt",
    )?;
    in_order(
        it.detected_at,
        it.reported_at.unwrap_or(it.detected_at),
        "reportedAt",
    )
}

/// What takes a place must differ from what it takes the place of.
fn changed(before: Option<Digest>, after: Digest, name: &'static str) -> Result<(), RecordError> {
    if before == Some(after) {
        return Err(Fault::Unchanged.at(name));
    }
    Ok(())
}
