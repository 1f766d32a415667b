//! Payloads of this room's audit entries, in Borsh; see [`crate::audit::entry`]. All go to the organisation's
//! log. What a report takes is an entry of the room `bond`.

use anchor_lang::prelude::*;

/// `WitnessesNamed`. 42 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 8 | `revision` of the set |
/// | 8 | 1 | `quorum` |
/// | 9 | 1 | `count` |
/// | 10 | 32 | `set_hash`: SHA-256 of the quorum and of each witness as it stands in the account |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct WitnessesNamed {
    pub revision: u64,
    pub quorum: u8,
    pub count: u8,
    pub set_hash: [u8; 32],
}

/// `WitnessesDismissed`: the organisation has none any more. 8 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 8 | `revision` of the set that was closed |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct WitnessesDismissed {
    pub revision: u64,
}

/// `LogAdmitted`. At most 196 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 32 | `witnessed_log` |
/// | 32 | 32 | `audit_log` |
/// | 64 | 4 + n | `origin`, n <= 128 |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct LogAdmitted {
    pub witnessed_log: Pubkey,
    pub audit_log: Pubkey,
    pub origin: String,
}

/// `CheckpointWitnessed`: a quorum has signed. 83 bytes.
///
/// | offset | bytes | field |
/// |---|---|---|
/// | 0 | 32 | `audit_log` |
/// | 32 | 8 | `size` |
/// | 40 | 32 | `root` |
/// | 72 | 8 | `revision` of the set |
/// | 80 | 1 | `quorum` |
/// | 81 | 2 | `cosigned`: bit n for witness n |
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct CheckpointWitnessed {
    pub audit_log: Pubkey,
    pub size: u64,
    pub root: [u8; 32],
    pub revision: u64,
    pub quorum: u8,
    pub cosigned: u16,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::constants::MAX_ORIGIN;

    fn length(payload: &impl AnchorSerialize) -> usize {
        let mut bytes = vec![];
        payload.serialize(&mut bytes).unwrap();
        bytes.len()
    }

    #[test]
    fn the_payloads_are_as_documented() {
        let named = WitnessesNamed {
            revision: 1,
            quorum: 2,
            count: 3,
            set_hash: [0; 32],
        };
        let admitted = LogAdmitted {
            witnessed_log: Pubkey::default(),
            audit_log: Pubkey::default(),
            origin: "o".repeat(MAX_ORIGIN),
        };
        let witnessed = CheckpointWitnessed {
            audit_log: Pubkey::default(),
            size: 1,
            root: [0; 32],
            revision: 1,
            quorum: 2,
            cosigned: 3,
        };
        assert_eq!(length(&named), 42);
        assert_eq!(length(&WitnessesDismissed { revision: 1 }), 8);
        assert_eq!(length(&admitted), 196);
        assert_eq!(length(&witnessed), 83);
    }
}
