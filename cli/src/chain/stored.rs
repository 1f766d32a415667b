//! The program's accounts, read from bytes.

use althing::{
    Action, AppealBallot, AppealRules, Artifact, Attestation, AuditEntry, AuditLog, Chamber,
    ClosedDataset, Dao, Dataset, DigestIndex, Equivocation, Grant, KeptRoot, LogBond,
    LogCheckpoint, Model, ModelHistory, ModelVersion, Offence, Proposal, Provider, Question,
    RevenuePool, RewardPool, RewardPosition, Seat, SigningKey, StakePosition, Statement, Unbonding,
    VersionSignature, VoteRecord, WitnessSet, WitnessedLog,
};
use anchor_lang::{AccountDeserialize, Discriminator};

/// An account of the program.
pub trait Stored: Sized {
    /// What it is called in messages.
    const WHAT: &'static str;
    /// Its first eight bytes.
    const TAG: &'static [u8];

    /// Reads it; `None` where the bytes are not such an account's.
    fn read(data: &[u8]) -> Option<Self>;
}

/// Accounts in Borsh form.
macro_rules! borsh {
    ($($type:ty: $what:literal),* $(,)?) => {
        $(impl Stored for $type {
            const WHAT: &'static str = $what;
            const TAG: &'static [u8] = <$type as Discriminator>::DISCRIMINATOR;

            fn read(data: &[u8]) -> Option<Self> {
                Self::try_deserialize(&mut &data[..]).ok()
            }
        })*
    };
}

/// Accounts that lie in memory as they are.
macro_rules! plain {
    ($($type:ty: $what:literal),* $(,)?) => {
        $(impl Stored for $type {
            const WHAT: &'static str = $what;
            const TAG: &'static [u8] = <$type as Discriminator>::DISCRIMINATOR;

            fn read(data: &[u8]) -> Option<Self> {
                let body = data.strip_prefix(Self::TAG)?.get(..size_of::<Self>())?;
                bytemuck::try_pod_read_unaligned(body).ok()
            }
        })*
    };
}

borsh! {
    Action: "action",
    AppealRules: "set of terms for questions",
    AuditEntry: "log entry",
    Dao: "organisation",
    Model: "model",
}

plain! {
    AppealBallot: "ballot",
    Attestation: "attestation",
    AuditLog: "log",
    Chamber: "chamber",
    Artifact: "artifact",
    DigestIndex: "index of weights",
    ModelHistory: "history",
    ModelVersion: "version",
    ClosedDataset: "place of a closed dataset",
    Dataset: "dataset",
    Equivocation: "proof of equivocation",
    Grant: "grant",
    KeptRoot: "kept root",
    LogBond: "bond",
    LogCheckpoint: "checkpoint",
    Offence: "offence",
    Proposal: "proposal",
    Provider: "provider",
    Question: "question",
    RevenuePool: "revenue pool",
    RewardPool: "reward pool",
    RewardPosition: "reward position",
    Seat: "seat",
    SigningKey: "signing key",
    StakePosition: "stake position",
    Statement: "statement",
    Unbonding: "unbonding tranche",
    VersionSignature: "signature",
    VoteRecord: "vote",
    WitnessSet: "set of witnesses",
    WitnessedLog: "watched log",
}

/// Where fields stand in accounts, for filters: bytes from the beginning of the account.
pub mod offset {
    use super::*;
    use std::mem::offset_of;

    const TAG: usize = 8;
    pub const ARTIFACT_DAO: usize = TAG + offset_of!(Artifact, dao);
    pub const ATTESTATION_VERSION: usize = TAG + offset_of!(Attestation, model_version);
    pub const BOND_DAO: usize = TAG + offset_of!(LogBond, dao);
    pub const CHAMBER_DAO: usize = TAG + offset_of!(Chamber, dao);
    pub const OFFENCE_PROVIDER: usize = TAG + offset_of!(Offence, provider);
    pub const PROPOSAL_DAO: usize = TAG + offset_of!(Proposal, dao);
    pub const PROVIDER_DAO: usize = TAG + offset_of!(Provider, dao);
    pub const POOL_DAO: usize = TAG + offset_of!(RewardPool, dao);
    pub const REVENUE_DAO: usize = TAG + offset_of!(RevenuePool, dao);
    pub const REVENUE_MINT: usize = TAG + offset_of!(RevenuePool, mint);
    pub const REVENUE_MODEL: usize = TAG + offset_of!(RevenuePool, model);
    pub const REVENUE_VERSION: usize = TAG + offset_of!(RevenuePool, model_version);
    pub const SEAT_CHAMBER: usize = TAG + offset_of!(Seat, chamber);
    pub const SEAT_DAO: usize = TAG + offset_of!(Seat, dao);
    pub const SEAT_HOLDER: usize = TAG + offset_of!(Seat, holder);
    pub const STAKE_PROVIDER: usize = TAG + offset_of!(StakePosition, provider);
    pub const STAKE_HOLDER: usize = TAG + offset_of!(StakePosition, holder);
    pub const UNBONDING_POSITION: usize = TAG + offset_of!(Unbonding, position);
    pub const VOTE_PROPOSAL: usize = TAG + offset_of!(VoteRecord, proposal);
    pub const REWARD_POOL: usize = TAG + offset_of!(RewardPosition, reward_pool);
    pub const KEY_MODEL: usize = TAG + offset_of!(SigningKey, model);
    pub const SIGNATURE_KEY: usize = TAG + offset_of!(VersionSignature, signing_key);
    pub const SIGNATURE_VERSION: usize = TAG + offset_of!(VersionSignature, model_version);
    pub const DATASET_DAO: usize = TAG + offset_of!(Dataset, dao);
    pub const DATASET_OWNER: usize = TAG + offset_of!(Dataset, owner);
    pub const GRANT_DATASET: usize = TAG + offset_of!(Grant, dataset);
    pub const GRANT_LICENSEE: usize = TAG + offset_of!(Grant, licensee);
    pub const GRANT_LOG: usize = TAG + offset_of!(Grant, log);
    pub const GRANT_MODEL: usize = TAG + offset_of!(Grant, model);
    pub const QUESTION_DAO: usize = TAG + offset_of!(Question, dao);
    pub const QUESTION_LOG: usize = TAG + offset_of!(Question, audit_log);
    pub const QUESTION_QUESTIONER: usize = TAG + offset_of!(Question, questioner);
    pub const BALLOT_QUESTION: usize = TAG + offset_of!(AppealBallot, question);
    pub const CHECKPOINT_LOG: usize = TAG + offset_of!(LogCheckpoint, witnessed_log);
    pub const EQUIVOCATION_LOG: usize = TAG + offset_of!(Equivocation, audit_log);
    pub const WITNESSED_DAO: usize = TAG + offset_of!(WitnessedLog, dao);
    pub const LOG_WRITER: usize = TAG + offset_of!(AuditLog, writer);
    pub const VERSION_CODE: usize = TAG + offset_of!(ModelVersion, code);
    pub const VERSION_DAO: usize = TAG + offset_of!(ModelVersion, dao);
    pub const VERSION_EVALUATION: usize = TAG + offset_of!(ModelVersion, evaluation);
    pub const VERSION_MODEL: usize = TAG + offset_of!(ModelVersion, model);
    pub const VERSION_WEIGHTS: usize = TAG + offset_of!(ModelVersion, weights_digest);
    // Borsh: version and bump, then the key.
    pub const MODEL_DAO: usize = TAG + 2;
    pub const ACTION_PROPOSAL: usize = TAG + 3;
    pub const DAO_CREATOR: usize = TAG + 3 + 32;
}
