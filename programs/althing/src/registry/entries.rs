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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::constants::{MAX_ENTRY_PAYLOAD, MAX_NAME, MAX_URI};

    fn length(payload: &impl AnchorSerialize) -> usize {
        let mut bytes = vec![];
        payload.serialize(&mut bytes).unwrap();
        bytes.len()
    }

    #[test]
    fn the_longest_payloads_are_as_documented_and_fit_an_entry() {
        let key = Pubkey::default();
        let digest = [0; 32];
        let metadata_uri = "u".repeat(MAX_URI);
        let name = "n".repeat(MAX_NAME);
        let registered = ModelRegistered {
            model: key,
            log: key,
            metadata_hash: digest,
            name,
            metadata_uri: metadata_uri.clone(),
        };
        let updated = ModelUpdated {
            metadata_hash: digest,
            metadata_uri: metadata_uri.clone(),
        };
        let version = VersionRegistered {
            number: 1,
            weights_digest: digest,
            manifest_digest: digest,
            code_digest: digest,
            dataset_root: digest,
            metadata_hash: digest,
            metadata_uri,
        };
        assert_eq!(length(&registered), 368);
        assert_eq!(length(&updated), 236);
        assert_eq!(length(&version), 372);
        assert!(length(&version) <= MAX_ENTRY_PAYLOAD);
    }

    #[test]
    fn the_payloads_of_fixed_size_are_as_documented() {
        let digest = [0; 32];
        let attested = VersionAttested {
            number: 1,
            verdict: VersionAttested::PASSED,
            seat: Pubkey::default(),
            result_hash: digest,
            passed: 1,
            failed: 0,
        };
        let promoted = VersionPromoted {
            number: 2,
            previous: 1,
            weights_digest: digest,
            manifest_digest: digest,
            passed: 1,
            failed: 0,
        };
        assert_eq!(length(&attested), 77);
        assert_eq!(length(&promoted), 84);
        assert_eq!(length(&VersionDeprecated { number: 1 }), 8);
        assert_eq!(length(&VersionStaged { number: 1 }), 8);
        assert_eq!(length(&VersionUnstaged { number: 1 }), 8);
        let linked = ParentLinked {
            number: 2,
            parent: Pubkey::default(),
            parent_number: 1,
            parent_weights_digest: digest,
        };
        assert_eq!(length(&linked), 80);
        let unlinked = ParentUnlinked {
            number: 2,
            parent: Pubkey::default(),
        };
        assert_eq!(length(&unlinked), 40);
        let overridden = TaintOverridden {
            number: 2,
            ancestor: Pubkey::default(),
        };
        assert_eq!(length(&overridden), 40);
        assert_eq!(
            length(&VersionRevoked {
                number: 1,
                was_production: true
            }),
            9
        );
    }

    #[test]
    fn the_payloads_about_datasets_are_as_documented() {
        let (number, dataset, purpose) = (1, Pubkey::default(), 0);
        let linked = DatasetLinked {
            number,
            dataset,
            purpose,
            digest: [0; 32],
        };
        let unlinked = DatasetUnlinked {
            number,
            dataset,
            purpose,
        };
        let lost = ConsentLost {
            number,
            dataset,
            purpose,
            refusal: 6722,
        };
        let restored = ConsentRestored {
            number,
            dataset,
            purpose,
        };
        assert_eq!((length(&linked), length(&unlinked)), (73, 41));
        assert_eq!((length(&lost), length(&restored)), (45, 41));
    }
}
