//! Decisions about people, and appeals against them.

use super::{in_order, kind};
use crate::choice::{Review, Stage};
use crate::error::{Fault, RecordError};
use crate::field::{Bps, Commitment, Count, Digest, People, Time};

kind! {
    /// The header's model decided something. The fields of the EU AI Act, Art. 12(3), are among these: the period of
    /// use, the reference database, the matched input and the persons who verified the result.
    Decision, check_decision;
    /// When this use of the system began.
    period_start: Time = "periodStart",
    /// When it ended.
    period_end: Time = "periodEnd",
    /// The rules that the decision was made by.
    policy_digest: Option<Digest> = "policyDigest",
    /// The database that the input was checked against, as it was then.
    reference_database: Option<Digest> = "referenceDatabase",
    /// What went in.
    input: Commitment = "input",
    /// What came out.
    output: Commitment = "output",
    /// The input for which the search led to a match.
    matched_input: Option<Commitment> = "matchedInput",
    /// Whom the decision is about.
    subject: Option<Commitment> = "subject",
    /// How sure the model was.
    confidence_bps: Option<Bps> = "confidenceBps",
    /// What a human reviewer made of it.
    review: Review = "review",
    /// Who verified the result.
    verifiers: People = "verifiers",
}

fn check_decision(it: &Decision) -> Result<(), RecordError> {
    in_order(it.period_start, it.period_end, "periodEnd")?;
    if it.review == Review::None && !it.verifiers.list().is_empty() {
        return Err(Fault::ReviewMissing.at("review"));
    }
    Ok(())
}

kind! {
    /// Somebody appealed against a decision, or the appeal got further.
    Appeal, |_| Ok(());
    /// The leaf of the decision's record.
    decision_leaf: Digest = "decisionLeaf",
    /// Its sequence number.
    decision_sequence: Option<Count> = "decisionSequence",
    /// How far the appeal is.
    stage: Stage = "stage",
    /// By when the next stage is due.
    due_at: Option<Time> = "dueAt",
    /// The sequence number of the decision's record that takes the place of the first.
    correction_sequence: Option<Count> = "correctionSequence",
    /// Who appealed.
    appellant: Option<Commitment> = "appellant",
    /// On what grounds.
    grounds: Option<Commitment> = "grounds",
    /// What the operator answers.
    answer: Option<Commitment> = "answer",
    /// Who judged the appeal.
    reviewer: Option<Commitment> = "reviewer",
}
