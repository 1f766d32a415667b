//! How a model came to be: data, training, tuning, evaluation.

use super::{in_order, kind};
use crate::choice::{Basis, Method, Verdict};
use crate::field::{Bps, Commitment, Count, Digest, Text, Time};
use crate::value::Address;

kind! {
    /// Data were collected.
    DataCollection, |it| in_order(it.period_start, it.period_end, "periodEnd");
    /// When the collection began.
    period_start: Time = "periodStart",
    /// When it ended.
    period_end: Time = "periodEnd",
    /// The dataset's account on chain.
    dataset: Option<Address> = "dataset",
    /// What was collected.
    dataset_digest: Digest = "datasetDigest",
    /// The document that says from where.
    sources_digest: Option<Digest> = "sourcesDigest",
    /// The terms under which it may be used.
    licence_digest: Option<Digest> = "licenceDigest",
    /// Merkle root of the consents.
    consent_root: Option<Digest> = "consentRoot",
    /// Items collected.
    items: Option<Count> = "items",
    /// Bytes collected.
    size_bytes: Option<Count> = "sizeBytes",
    /// On what ground.
    basis: Basis = "basis",
    /// Who collected.
    collector: Option<Commitment> = "collector",
    /// What the collection is called.
    name: Text = "name",
}

kind! {
    /// A model was trained.
    TrainingRun, |it| in_order(it.period_start, it.period_end, "periodEnd");
    /// When the run began.
    period_start: Time = "periodStart",
    /// When it ended.
    period_end: Time = "periodEnd",
    /// The weights that came of it.
    weights_digest: Digest = "weightsDigest",
    /// The code that ran.
    code_digest: Option<Digest> = "codeDigest",
    /// Merkle root of the datasets.
    dataset_root: Option<Digest> = "datasetRoot",
    /// The run's configuration.
    config_digest: Option<Digest> = "configDigest",
    /// The environment: image, libraries, machines.
    environment_digest: Option<Digest> = "environmentDigest",
    /// Seconds of accelerators, summed over them.
    accelerator_seconds: Option<Count> = "acceleratorSeconds",
    /// Energy in watt hours.
    energy_wh: Option<Count> = "energyWh",
    /// Who answers for the run.
    responsible: Option<Commitment> = "responsible",
    /// What the run is called.
    name: Text = "name",
}

kind! {
    /// A model was tuned.
    FineTune, |it| in_order(it.period_start, it.period_end, "periodEnd");
    /// When the run began.
    period_start: Time = "periodStart",
    /// When it ended.
    period_end: Time = "periodEnd",
    /// The weights that were tuned.
    base_digest: Digest = "baseDigest",
    /// The weights that came of it.
    weights_digest: Digest = "weightsDigest",
    /// The code that ran.
    code_digest: Option<Digest> = "codeDigest",
    /// Merkle root of the datasets.
    dataset_root: Option<Digest> = "datasetRoot",
    /// The run's configuration.
    config_digest: Option<Digest> = "configDigest",
    /// How.
    method: Method = "method",
    /// Seconds of accelerators, summed over them.
    accelerator_seconds: Option<Count> = "acceleratorSeconds",
    /// Energy in watt hours.
    energy_wh: Option<Count> = "energyWh",
    /// Who answers for the run.
    responsible: Option<Commitment> = "responsible",
    /// What the run is called.
    name: Text = "name",
}

kind! {
    /// The header's model was evaluated.
    Evaluation, |_| Ok(());
    /// The suite of tests.
    suite_digest: Digest = "suiteDigest",
    /// The data that it was tested on.
    dataset_digest: Option<Digest> = "datasetDigest",
    /// The code that tested.
    code_digest: Option<Digest> = "codeDigest",
    /// The full result.
    result_digest: Digest = "resultDigest",
    /// Cases tested.
    samples: Option<Count> = "samples",
    /// The score as a share of the best possible.
    score_bps: Option<Bps> = "scoreBps",
    /// What the evaluation says.
    verdict: Verdict = "verdict",
    /// Who evaluated.
    evaluator: Option<Commitment> = "evaluator",
    /// What the evaluation is called.
    name: Text = "name",
}
