//! Payloads of this room's audit entries, in Borsh; see [`crate::audit::entry`]. All go to the model's log.

use anchor_lang::prelude::*;

/// `SigningKeyAdded`. 82 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 32 | `signing_key`: its account |
/// | 32 | 1 | `scheme`: 1 Ed25519, 2 P-256 |
/// | 33 | 33 | `public_key`; of Ed25519 32 bytes and a zero |
/// | 66 | 8 | `valid_from_slot` |
/// | 74 | 8 | `valid_until_slot`, all ones for open |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct SigningKeyAdded {
    pub signing_key: Pubkey,
    pub scheme: u8,
    pub public_key: [u8; 33],
    pub valid_from_slot: u64,
    pub valid_until_slot: u64,
}

/// `SigningKeyRetired`. 40 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 32 | `signing_key` |
/// | 32 | 8 | `valid_until_slot`: the last slot in which its signatures count |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct SigningKeyRetired {
    pub signing_key: Pubkey,
    pub valid_until_slot: u64,
}

/// `SigningKeyRevoked`. 40 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 32 | `signing_key` |
/// | 32 | 8 | `revoked_at_slot`: the first slot in which its signatures are bad |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct SigningKeyRevoked {
    pub signing_key: Pubkey,
    pub revoked_at_slot: u64,
}

/// `VersionSigned`. 138 bytes. The actor is whoever recorded it.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 8 | `number` of the version |
/// | 8 | 32 | `signing_key` |
/// | 40 | 1 | `scheme` |
/// | 41 | 1 | `form`: 0 over the encoding, 1 over its hash |
/// | 42 | 32 | `manifest_digest`: SHA-256 of the statement |
/// | 74 | 64 | `signature` |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct VersionSigned {
    pub number: u64,
    pub signing_key: Pubkey,
    pub scheme: u8,
    pub form: u8,
    pub manifest_digest: [u8; 32],
    pub signature: [u8; 64],
}

#[cfg(test)]
mod tests {
    use super::*;

    fn length(payload: &impl AnchorSerialize) -> usize {
        let mut bytes = vec![];
        payload.serialize(&mut bytes).unwrap();
        bytes.len()
    }

    #[test]
    fn the_payloads_are_as_documented() {
        let signing_key = Pubkey::default();
        let added = SigningKeyAdded {
            signing_key,
            scheme: 1,
            public_key: [0; 33],
            valid_from_slot: 0,
            valid_until_slot: 0,
        };
        let retired = SigningKeyRetired {
            signing_key,
            valid_until_slot: 0,
        };
        let revoked = SigningKeyRevoked {
            signing_key,
            revoked_at_slot: 0,
        };
        let signed = VersionSigned {
            number: 1,
            signing_key,
            scheme: 1,
            form: 0,
            manifest_digest: [0; 32],
            signature: [0; 64],
        };
        assert_eq!(length(&added), 82);
        assert_eq!(length(&retired), 40);
        assert_eq!(length(&revoked), 40);
        assert_eq!(length(&signed), 138);
    }
}
