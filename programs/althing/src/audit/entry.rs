//! The bytes of an entry, version 1. All numbers are little endian.
//!
//! | offset | bytes | field |
//! |---|---|---|
//! | 0 | 7 | `ALTHING` |
//! | 7 | 1 | version of this layout: 1 |
//! | 8 | 32 | the log's address: an entry of one log means nothing in another |
//! | 40 | 8 | index of the leaf, from 0 |
//! | 48 | 8 | unix time in seconds, signed |
//! | 56 | 8 | slot |
//! | 64 | 32 | actor: who did it |
//! | 96 | 2 | kind |
//! | 98 | 2 | length of the payload |
//! | 100 | n | payload, at most 512 bytes |
//!
//! The leaf hash is SHA-256 of `0x00` and these bytes (RFC 6962, section 2.1).

use anchor_lang::prelude::*;

use crate::constants::MAX_ENTRY_PAYLOAD;
use crate::error::AlthingError;
use crate::math::merkle::{self, Hash};

/// Domain and version of an entry's bytes.
pub const MAGIC: [u8; 8] = *b"ALTHING\x01";
/// Bytes before the payload.
pub const HEADER: usize = 100;
/// Kinds below this are written by the program alone.
pub const FIRST_OPEN_KIND: u16 = 1024;

/// Kinds that the program writes. Append only: a number that was published keeps its meaning. The
/// payload is the Borsh form of the struct of the same name in the room's `entries.rs`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u16)]
pub enum EntryKind {
    DaoCreated = 1,
    ConfigUpdated = 2,
    ChamberCreated = 3,
    SeatGranted = 4,
    ModelRegistered = 16,
    ModelUpdated = 17,
    VersionRegistered = 18,
    VersionAttested = 19,
    VersionPromoted = 20,
    VersionDeprecated = 21,
    VersionRevoked = 22,
    VersionStaged = 23,
    VersionUnstaged = 24,
    ParentLinked = 25,
    ParentUnlinked = 26,
    TaintOverridden = 27,
    RewardPoolCreated = 32,
    ProviderRegistered = 48,
    ProviderRetired = 49,
    ProviderSlashed = 50,
    ProposalSubmitted = 64,
    ProposalCancelled = 65,
    ProposalFinalized = 66,
    ActionExecuted = 67,
    DatasetRegistered = 80,
    DatasetUpdated = 81,
    DatasetTransferOffered = 82,
    DatasetTransferred = 83,
    DatasetClosed = 84,
    GrantOffered = 85,
    GrantAccepted = 86,
    GrantUsed = 87,
    GrantRevoked = 88,
    GrantEnded = 89,
    GrantClosed = 90,
    DatasetLinked = 91,
    DatasetUnlinked = 92,
    ConsentLost = 93,
    ConsentRestored = 94,
    SigningKeyAdded = 96,
    SigningKeyRetired = 97,
    SigningKeyRevoked = 98,
    VersionSigned = 99,
    WitnessesNamed = 112,
    WitnessesDismissed = 113,
    LogAdmitted = 114,
    CheckpointWitnessed = 115,
    BondOpened = 128,
    BondSlashed = 129,
    IntervalShortened = 130,
    BondClosed = 131,
    AppealRulesSet = 144,
    AppealOpened = 145,
    QuestionSettled = 146,
    RevenuePoolCreated = 160,
    RevenueSharesSet = 161,
    RevenuePoolClosed = 162,
}

/// What an entry says, apart from its payload.
#[derive(Clone, Copy, Debug)]
pub struct EntryHeader {
    /// The log.
    pub log: Pubkey,
    /// Index of the leaf.
    pub index: u64,
    /// Unix seconds.
    pub timestamp: i64,
    /// Slot.
    pub slot: u64,
    /// Who did it.
    pub actor: Pubkey,
    /// Kind.
    pub kind: u16,
}

impl EntryHeader {
    /// The header's bytes, for a payload of `length` bytes.
    ///
    /// # Errors
    /// [`AlthingError::EntryTooLong`] over 512 bytes.
    pub fn encode(&self, length: usize) -> Result<[u8; HEADER]> {
        ensure!(length <= MAX_ENTRY_PAYLOAD, AlthingError::EntryTooLong);
        let length = u16::try_from(length).map_err(|_| AlthingError::EntryTooLong)?;
        let mut bytes = [0; HEADER];
        bytes[0..8].copy_from_slice(&MAGIC);
        bytes[8..40].copy_from_slice(self.log.as_ref());
        bytes[40..48].copy_from_slice(&self.index.to_le_bytes());
        bytes[48..56].copy_from_slice(&self.timestamp.to_le_bytes());
        bytes[56..64].copy_from_slice(&self.slot.to_le_bytes());
        bytes[64..96].copy_from_slice(self.actor.as_ref());
        bytes[96..98].copy_from_slice(&self.kind.to_le_bytes());
        bytes[98..100].copy_from_slice(&length.to_le_bytes());
        Ok(bytes)
    }

    /// The leaf hash of the entry with this payload.
    ///
    /// # Errors
    /// [`AlthingError::EntryTooLong`] over 512 bytes.
    pub fn leaf(&self, payload: &[u8]) -> Result<Hash> {
        Ok(merkle::leaf_hash(&[&self.encode(payload.len())?, payload]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> EntryHeader {
        EntryHeader {
            log: Pubkey::new_from_array([1; 32]),
            index: 2,
            timestamp: 3,
            slot: 4,
            actor: Pubkey::new_from_array([5; 32]),
            kind: 1024,
        }
    }

    /// The worked example of docs/audit-log.md.
    #[test]
    fn the_worked_example() {
        let bytes = header().encode(2).unwrap();
        let mut expected = b"ALTHING\x01".to_vec();
        expected.extend([1; 32]);
        expected.extend([2, 0, 0, 0, 0, 0, 0, 0]);
        expected.extend([3, 0, 0, 0, 0, 0, 0, 0]);
        expected.extend([4, 0, 0, 0, 0, 0, 0, 0]);
        expected.extend([5; 32]);
        expected.extend([0, 4, 2, 0]);
        assert_eq!(bytes.to_vec(), expected);
        let leaf = header().leaf(b"hi").unwrap();
        let hex: String = leaf.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(
            hex,
            "478897c2aaf673bf705fbf715ebe2eb325d1a8ba00873bdcf5c682cb0d1e52f3"
        );
    }

    #[test]
    fn a_payload_of_512_bytes_is_taken_and_one_more_is_not() {
        assert!(header().leaf(&[0; 512]).is_ok());
        assert!(header().leaf(&[0; 513]).is_err());
    }

    #[test]
    fn every_field_changes_the_leaf() {
        let leaf = header().leaf(b"x").unwrap();
        let changes: [fn(&mut EntryHeader); 6] = [
            |h| h.log = Pubkey::new_from_array([9; 32]),
            |h| h.index = 9,
            |h| h.timestamp = 9,
            |h| h.slot = 9,
            |h| h.actor = Pubkey::new_from_array([9; 32]),
            |h| h.kind = 1025,
        ];
        for change in changes {
            let mut other = header();
            change(&mut other);
            assert_ne!(other.leaf(b"x").unwrap(), leaf);
        }
        assert_ne!(header().leaf(b"y").unwrap(), leaf);
    }
}
