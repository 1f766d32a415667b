//! Payloads of this room's audit entries, in Borsh; see [`crate::audit::entry`].
//!
//! All go to the organisation's log, and hold keys, digests and numbers only: where data and its description
//! lie stands in the accounts, and can be taken out of them. The actor of the entry is who did it.

use anchor_lang::prelude::*;

use super::GrantTerms;

/// `DatasetRegistered`. 160 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 32 | `dataset` |
/// | 32 | 32 | `owner` |
/// | 64 | 32 | `digest` |
/// | 96 | 32 | `metadata_hash` |
/// | 128 | 32 | `mint`; zeros for none |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct DatasetRegistered {
    pub dataset: Pubkey,
    pub owner: Pubkey,
    pub digest: [u8; 32],
    pub metadata_hash: [u8; 32],
    pub mint: Pubkey,
}

/// `DatasetUpdated`. 96 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 32 | `dataset` |
/// | 32 | 32 | `metadata_hash` |
/// | 64 | 32 | `mint`; zeros for none |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct DatasetUpdated {
    pub dataset: Pubkey,
    pub metadata_hash: [u8; 32],
    pub mint: Pubkey,
}

/// `DatasetTransferOffered`. 64 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 32 | `dataset` |
/// | 32 | 32 | `new_owner`; zeros where the offer is taken back |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct DatasetTransferOffered {
    pub dataset: Pubkey,
    pub new_owner: Pubkey,
}

/// `DatasetTransferred`, to the actor. 64 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 32 | `dataset` |
/// | 32 | 32 | `old_owner` |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct DatasetTransferred {
    pub dataset: Pubkey,
    pub old_owner: Pubkey,
}

/// `DatasetClosed`. 32 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 32 | `dataset` |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct DatasetClosed {
    pub dataset: Pubkey,
}

/// `GrantOffered`. 202 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 32 | `grant` |
/// | 32 | 32 | `dataset` |
/// | 64 | 32 | `model` |
/// | 96 | 32 | `licensee`: who may accept |
/// | 128 | 32 | `mint`; zeros for a free grant |
/// | 160 | 1 | `purpose` |
/// | 161 | 1 | `price_kind`: 0 free, 1 once, 2 per use, 3 streamed |
/// | 162 | 8 | `price`, base units |
/// | 170 | 8 | `period`, seconds |
/// | 178 | 8 | `starts_at` |
/// | 186 | 8 | `expires_at`; 0 for never |
/// | 194 | 8 | `use_cap`; 0 for none |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct GrantOffered {
    pub grant: Pubkey,
    pub dataset: Pubkey,
    pub model: Pubkey,
    pub licensee: Pubkey,
    pub mint: Pubkey,
    pub purpose: u8,
    pub terms: GrantTerms,
}

/// `GrantAccepted`, by the licensee. 40 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 32 | `grant` |
/// | 32 | 8 | `prepaid`, base units |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct GrantAccepted {
    pub grant: Pubkey,
    pub prepaid: u64,
}

/// `GrantUsed`, by the licensee. 48 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 32 | `grant` |
/// | 32 | 8 | `uses`: how many more |
/// | 40 | 8 | `total`: how many in all |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct GrantUsed {
    pub grant: Pubkey,
    pub uses: u64,
    pub total: u64,
}

/// `GrantRevoked`, by the dataset's owner. 48 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 32 | `grant` |
/// | 32 | 8 | `unused`: base units that are the licensee's again |
/// | 40 | 8 | `accrued`: base units that the owner can still claim |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct GrantRevoked {
    pub grant: Pubkey,
    pub unused: u64,
    pub accrued: u64,
}

/// `GrantEnded`, by the licensee, or by anybody once it has expired. 48 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 32 | `grant` |
/// | 32 | 8 | `unused`: base units that are the licensee's again |
/// | 40 | 8 | `accrued`: base units that the owner can still claim |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct GrantEnded {
    pub grant: Pubkey,
    pub unused: u64,
    pub accrued: u64,
}

/// `GrantClosed`: what is over is gone, or an offer was taken back. 32 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 32 | `grant` |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct GrantClosed {
    pub grant: Pubkey,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn length(payload: &impl AnchorSerialize) -> usize {
        let mut bytes = vec![];
        payload.serialize(&mut bytes).unwrap();
        bytes.len()
    }

    const KEY: Pubkey = Pubkey::new_from_array([0; 32]);

    #[test]
    fn the_payloads_of_datasets_are_as_documented() {
        let registered = DatasetRegistered {
            dataset: KEY,
            owner: KEY,
            digest: [0; 32],
            metadata_hash: [0; 32],
            mint: KEY,
        };
        let updated = DatasetUpdated {
            dataset: KEY,
            metadata_hash: [0; 32],
            mint: KEY,
        };
        let offered = DatasetTransferOffered {
            dataset: KEY,
            new_owner: KEY,
        };
        let transferred = DatasetTransferred {
            dataset: KEY,
            old_owner: KEY,
        };
        assert_eq!(length(&registered), 160);
        assert_eq!(length(&updated), 96);
        assert_eq!((length(&offered), length(&transferred)), (64, 64));
        assert_eq!(length(&DatasetClosed { dataset: KEY }), 32);
    }

    #[test]
    fn the_payloads_of_grants_are_as_documented() {
        let terms = GrantTerms {
            price_kind: 0,
            price: 0,
            period: 0,
            starts_at: 0,
            expires_at: 0,
            use_cap: 0,
        };
        let offered = GrantOffered {
            grant: KEY,
            dataset: KEY,
            model: KEY,
            licensee: KEY,
            mint: KEY,
            purpose: 0,
            terms,
        };
        let used = GrantUsed {
            grant: KEY,
            uses: 0,
            total: 0,
        };
        let revoked = GrantRevoked {
            grant: KEY,
            unused: 0,
            accrued: 0,
        };
        let ended = GrantEnded {
            grant: KEY,
            unused: 0,
            accrued: 0,
        };
        let accepted = GrantAccepted {
            grant: KEY,
            prepaid: 0,
        };
        assert_eq!((length(&offered), length(&accepted)), (202, 40));
        assert_eq!(
            (length(&used), length(&revoked), length(&ended)),
            (48, 48, 48)
        );
        assert_eq!(length(&GrantClosed { grant: KEY }), 32);
    }
}
