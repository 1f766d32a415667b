//! Payloads of this room's audit entries, in Borsh; see [`crate::audit::entry`].
//!
//! Integers are little endian, digests and keys 32 bytes, a text is its length (u32) and its bytes.
//! `ModelRegistered` goes to the organisation's log, all others to the model's, so those need not
//! name the model; `number` there is the version's. The actor of the entry is who did it.

use anchor_lang::prelude::*;

/// `ModelRegistered`. At most 368 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 32 | `model` |
/// | 32 | 32 | `log` |
/// | 64 | 32 | `metadata_hash` |
/// | 96 | 4 + n | `name`, n <= 64 |
/// | 100 + n | 4 + m | `metadata_uri`, m <= 200 |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct ModelRegistered {
    pub model: Pubkey,
    pub log: Pubkey,
    pub metadata_hash: [u8; 32],
    pub name: String,
    pub metadata_uri: String,
}

/// `ModelUpdated`. At most 236 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 32 | `metadata_hash` |
/// | 32 | 4 + n | `metadata_uri`, n <= 200 |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct ModelUpdated {
    pub metadata_hash: [u8; 32],
    pub metadata_uri: String,
}

/// `VersionRegistered`. At most 372 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 8 | `number` |
/// | 8 | 32 | `weights_digest` |
/// | 40 | 32 | `manifest_digest` |
/// | 72 | 32 | `code_digest` |
/// | 104 | 32 | `dataset_root` |
/// | 136 | 32 | `metadata_hash` |
/// | 168 | 4 + n | `metadata_uri`, n <= 200 |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct VersionRegistered {
    pub number: u64,
    pub weights_digest: [u8; 32],
    pub manifest_digest: [u8; 32],
    pub code_digest: [u8; 32],
    pub dataset_root: [u8; 32],
    pub metadata_hash: [u8; 32],
    pub metadata_uri: String,
}

/// `VersionAttested`: given, changed or taken back. 77 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 8 | `number` |
/// | 8 | 1 | `verdict`: 0 failed, 1 passed, 2 taken back |
/// | 9 | 32 | `seat` that gave the right to it |
/// | 41 | 32 | `result_hash` |
/// | 73 | 2 | `passed`: the tally afterwards |
/// | 75 | 2 | `failed`: the tally afterwards |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct VersionAttested {
    pub number: u64,
    pub verdict: u8,
    pub seat: Pubkey,
    pub result_hash: [u8; 32],
    pub passed: u16,
    pub failed: u16,
}

impl VersionAttested {
    pub const FAILED: u8 = 0;
    pub const PASSED: u8 = 1;
    pub const TAKEN_BACK: u8 = 2;
}

/// `VersionPromoted`. 84 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 8 | `number` |
/// | 8 | 8 | `previous`: the version that it takes the place of; 0 for none |
/// | 16 | 32 | `weights_digest` |
/// | 48 | 32 | `manifest_digest` |
/// | 80 | 2 | `passed`: the evaluators' tally |
/// | 82 | 2 | `failed`: the evaluators' tally |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct VersionPromoted {
    pub number: u64,
    pub previous: u64,
    pub weights_digest: [u8; 32],
    pub manifest_digest: [u8; 32],
    pub passed: u16,
    pub failed: u16,
}

/// `VersionDeprecated`: the model has no version in production any more. 8 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 8 | `number` |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct VersionDeprecated {
    pub number: u64,
}

/// `VersionRevoked`. 9 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 8 | `number` |
/// | 8 | 1 | `was_production`: 1 where the model has no version in production any more |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct VersionRevoked {
    pub number: u64,
    pub was_production: bool,
}

/// `VersionStaged`: its links are closed. 8 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 8 | `number` |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct VersionStaged {
    pub number: u64,
}

/// `VersionUnstaged`: it is a draft again. 8 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 8 | `number` |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct VersionUnstaged {
    pub number: u64,
}

/// `ParentLinked`: the version was made from that one. 80 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 8 | `number` |
/// | 8 | 32 | `parent` |
/// | 40 | 8 | `parent_number`: its number in its model |
/// | 48 | 32 | `parent_weights_digest` |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct ParentLinked {
    pub number: u64,
    pub parent: Pubkey,
    pub parent_number: u64,
    pub parent_weights_digest: [u8; 32],
}

/// `ParentUnlinked`: it was not. 40 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 8 | `number` |
/// | 8 | 32 | `parent` |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct ParentUnlinked {
    pub number: u64,
    pub parent: Pubkey,
}

/// `TaintOverridden`: the organisation accepts that the version was made from a revoked one. 40 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 8 | `number` |
/// | 8 | 32 | `ancestor` |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct TaintOverridden {
    pub number: u64,
    pub ancestor: Pubkey,
}

/// `DatasetLinked`: the version was made from that dataset. 73 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 8 | `number` |
/// | 8 | 32 | `dataset` |
/// | 40 | 1 | `purpose` |
/// | 41 | 32 | `digest` of the data |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct DatasetLinked {
    pub number: u64,
    pub dataset: Pubkey,
    pub purpose: u8,
    pub digest: [u8; 32],
}

/// `DatasetUnlinked`: it was not. 41 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 8 | `number` |
/// | 8 | 32 | `dataset` |
/// | 40 | 1 | `purpose` |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct DatasetUnlinked {
    pub number: u64,
    pub dataset: Pubkey,
    pub purpose: u8,
}

/// `ConsentLost`: the version in production may not use that dataset any more. 45 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 8 | `number` |
/// | 8 | 32 | `dataset` |
/// | 40 | 1 | `purpose` |
/// | 41 | 4 | `refusal`: why, by the number of the refusal that a promotion would get, 6722 to 6728 |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct ConsentLost {
    pub number: u64,
    pub dataset: Pubkey,
    pub purpose: u8,
    pub refusal: u32,
}

/// `ConsentRestored`: it may again. 41 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 8 | `number` |
/// | 8 | 32 | `dataset` |
/// | 40 | 1 | `purpose` |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct ConsentRestored {
    pub number: u64,
    pub dataset: Pubkey,
    pub purpose: u8,
}

/// `ArtifactLinked`: the version's code or evaluation suite is that artifact, or no longer. 74 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 8 | `number` |
/// | 8 | 1 | `kind`: 1 code, 2 evaluation suite |
/// | 9 | 1 | `linked`: 1 linked, 0 unlinked |
/// | 10 | 32 | `artifact` |
/// | 42 | 32 | `digest` of the artifact |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct ArtifactLinked {
    pub number: u64,
    pub kind: u8,
    pub linked: bool,
    pub artifact: Pubkey,
    pub digest: [u8; 32],
}

/// `CardUpdated`: the version is described elsewhere, or otherwise. At most 276 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 8 | `number` |
/// | 8 | 32 | `old_hash`, zeros for none |
/// | 40 | 32 | `metadata_hash` |
/// | 72 | 4 + n | `metadata_uri`, n <= 200 |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct CardUpdated {
    pub number: u64,
    pub old_hash: [u8; 32],
    pub metadata_hash: [u8; 32],
    pub metadata_uri: String,
}

/// `MaintainershipOffered`: who may take the model over. 32 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 32 | `new_maintainer`; zeros where the offer was taken back |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct MaintainershipOffered {
    pub new_maintainer: Pubkey,
}

/// `MaintainershipAccepted`: the actor maintains the model now. 32 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 32 | `old_maintainer` |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct MaintainershipAccepted {
    pub old_maintainer: Pubkey,
}

#[cfg(test)]
mod tests;
