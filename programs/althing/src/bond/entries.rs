//! Payloads of this room's audit entries, in Borsh; see [`crate::audit::entry`].

use anchor_lang::prelude::*;

/// `BondOpened`.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct BondOpened {
    pub bond: Pubkey,
    /// The log that is bonded.
    pub audit_log: Pubkey,
    /// Base units of the organisation's mint.
    pub amount: u64,
    /// Slots between two checkpoints.
    pub checkpoint_interval: u64,
    /// Ed25519 key that signs the log's checkpoints.
    pub signing_key: [u8; 32],
    /// Name of the log in its checkpoints, at most 128 bytes.
    pub origin: String,
}

/// `BondSlashed`.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct BondSlashed {
    pub bond: Pubkey,
    pub audit_log: Pubkey,
    /// One of the constants of [`crate::bond::slash::Reason`].
    pub reason: u8,
    /// What it is about: a hash of the evidence, or the address of what was asked.
    pub evidence: [u8; 32],
    /// Base units taken from the stake that counts.
    pub from_amount: u64,
    /// Base units taken from the stake on its way out.
    pub from_unbonding: u64,
    /// Whose token account the reporter's share went to; the default key where there is none.
    pub reporter: Pubkey,
    /// Base units of it that the reporter got; the rest went to the treasury.
    pub reporter_share: u64,
}

/// `IntervalShortened`.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct IntervalShortened {
    pub bond: Pubkey,
    /// Slots between two checkpoints from now on.
    pub checkpoint_interval: u64,
}

/// `BondClosed`.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct BondClosed {
    pub bond: Pubkey,
    pub audit_log: Pubkey,
    /// Base units that were slashed in its life.
    pub slashed: u64,
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
    fn payloads_are_as_long_as_documented() {
        let key = Pubkey::default();
        let opened = BondOpened {
            bond: key,
            audit_log: key,
            amount: 1,
            checkpoint_interval: 2,
            signing_key: [0; 32],
            origin: "o".repeat(MAX_ORIGIN),
        };
        assert_eq!(length(&opened), 244);
        let slashed = BondSlashed {
            bond: key,
            audit_log: key,
            reason: 0,
            evidence: [0; 32],
            from_amount: 1,
            from_unbonding: 2,
            reporter: key,
            reporter_share: 3,
        };
        assert_eq!(length(&slashed), 153);
        let shortened = IntervalShortened {
            bond: key,
            checkpoint_interval: 1,
        };
        assert_eq!(length(&shortened), 40);
        let closed = BondClosed {
            bond: key,
            audit_log: key,
            slashed: 0,
        };
        assert_eq!(length(&closed), 72);
    }
}
