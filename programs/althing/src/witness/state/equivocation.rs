use anchor_lang::prelude::*;
use solana_sha256_hasher::hashv;

use crate::math::merkle::Hash;

/// Two roots of one size, one of them signed by a bond's key. Seeds: `"equivocation"`, log,
/// [`Self::evidence_hash`]. Never closed.
#[account(zero_copy)]
#[derive(Debug)]
pub struct Equivocation {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// What the other root is: one of the constants.
    pub ground: u8,
    pub _padding: [u8; 5],
    /// The organisation that the bond was towards.
    pub dao: Pubkey,
    /// The log.
    pub audit_log: Pubkey,
    /// The bond that answered for it last.
    pub bond: Pubkey,
    /// Who reported it last.
    pub reporter: Pubkey,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// Leaves.
    pub size: u64,
    /// The Ed25519 key of the bond.
    pub signing_key: [u8; 32],
    /// The root that the key signed.
    pub signed_root: [u8; 32],
    /// The other one.
    pub other_root: [u8; 32],
    /// Base units taken for it, by all reports together.
    pub taken: u64,
    /// The slot of the last report.
    pub slot: u64,
}

impl Equivocation {
    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// What makes one lie: to whom, the key, the size and the two roots, in whatever order they were shown. Were it
    /// the size alone, an operator could be punished for an invented lie while the bond is small, and be free for that
    /// size; without the organisation, by one of its own, in a token that is worth nothing.
    #[must_use]
    pub fn evidence_hash(
        dao: &Pubkey,
        signing_key: &[u8; 32],
        size: u64,
        [one, other]: [&Hash; 2],
    ) -> Hash {
        let (low, high) = (one.min(other), one.max(other));
        hashv(&[dao.as_ref(), signing_key, &size.to_le_bytes(), low, high]).to_bytes()
    }

    /// The operator's key signed the other root too.
    pub const SIGNED_TWICE: u8 = 0;
    /// The other root is that of a checkpoint of the chain's.
    pub const CHECKPOINT: u8 = 1;
    /// The other root is part of the log's history.
    pub const HISTORY: u8 = 2;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lie_is_to_whom_its_key_its_size_and_both_roots_in_any_order() {
        let dao = Pubkey::new_from_array([4; 32]);
        let hash = Equivocation::evidence_hash;
        let lie = hash(&dao, &[1; 32], 5, [&[2; 32], &[3; 32]]);
        assert_eq!(lie, hash(&dao, &[1; 32], 5, [&[3; 32], &[2; 32]]));
        for other in [
            hash(&Pubkey::default(), &[1; 32], 5, [&[2; 32], &[3; 32]]),
            hash(&dao, &[9; 32], 5, [&[2; 32], &[3; 32]]),
            hash(&dao, &[1; 32], 6, [&[2; 32], &[3; 32]]),
            hash(&dao, &[1; 32], 5, [&[9; 32], &[3; 32]]),
            hash(&dao, &[1; 32], 5, [&[2; 32], &[9; 32]]),
        ] {
            assert_ne!(lie, other);
        }
        let size = 5_u64.to_le_bytes();
        let bytes = [&[4; 32][..], &[1; 32], &size, &[2; 32], &[3; 32]].concat();
        assert_eq!(lie, solana_sha256_hasher::hash(&bytes).to_bytes());
    }
}
