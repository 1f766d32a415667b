use anchor_lang::prelude::*;

use super::WitnessSet;
use crate::constants::{CHECKPOINT_PATIENCE, MAX_WITNESSES};
use crate::error::AlthingError;
use crate::precompile::SIGNATURE;
use crate::witness::note::Claim;

/// A witness's signature.
#[zero_copy]
#[derive(Debug, PartialEq, Eq)]
pub struct Cosignature {
    /// When the witness signed, seconds since 1970.
    pub time: u64,
    /// Ed25519.
    pub signature: [u8; SIGNATURE],
}

/// A tree of a witnessed log as the chain knew it. Seeds: `"checkpoint"`, witnessed log, size.
#[account(zero_copy)]
#[derive(Debug)]
pub struct LogCheckpoint {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// 1 once a quorum has signed.
    pub witnessed: u8,
    pub _padding: [u8; 1],
    /// Bit n for witness n.
    pub cosigned: u16,
    pub _padding_of_bits: [u8; 2],
    /// The witnessed log.
    pub witnessed_log: Pubkey,
    /// The log itself.
    pub audit_log: Pubkey,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// Leaves.
    pub size: u64,
    /// The root of all leaves.
    pub root: [u8; 32],
    /// Slot of the log's last append.
    pub slot: u64,
    /// The slot in which it was opened.
    pub opened_slot: u64,
    /// The slot in which the quorum was reached; 0 for not yet.
    pub witnessed_slot: u64,
    /// Revision of the set whose members the bits are.
    pub revision: u64,
    /// What the members have signed; zeros where the bit is not set.
    pub cosignatures: [Cosignature; MAX_WITNESSES],
}

impl LogCheckpoint {
    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// What it says of the log.
    #[must_use]
    pub const fn claim(&self) -> Claim {
        Claim {
            size: self.size,
            root: self.root,
        }
    }

    /// Whether a quorum has signed.
    #[must_use]
    pub const fn is_witnessed(&self) -> bool {
        self.witnessed == 1
    }

    /// Adds the signature of member `index`. Signatures of an older set are forgotten first. Returns how many
    /// there are.
    ///
    /// # Errors
    /// [`AlthingError::CheckpointIsSettled`] where the quorum was reached by an older set,
    /// [`AlthingError::WitnessUnknown`], [`AlthingError::AlreadyCosigned`].
    pub fn cosign(&mut self, set: &WitnessSet, index: u8, cosignature: Cosignature) -> Result<u8> {
        if self.revision != set.revision {
            ensure!(!self.is_witnessed(), AlthingError::CheckpointIsSettled);
            self.revision = set.revision;
            self.cosigned = 0;
            self.cosignatures = bytemuck::Zeroable::zeroed();
        }
        ensure!(index < set.count, AlthingError::WitnessUnknown);
        let bit = 1_u16
            .checked_shl(u32::from(index))
            .ok_or(AlthingError::WitnessUnknown)?;
        ensure!(self.cosigned & bit == 0, AlthingError::AlreadyCosigned);
        self.cosigned |= bit;
        *self
            .cosignatures
            .get_mut(usize::from(index))
            .ok_or(AlthingError::WitnessUnknown)? = cosignature;
        Ok(self.count())
    }

    /// How many have signed.
    #[must_use]
    pub const fn count(&self) -> u8 {
        self.cosigned.count_ones() as u8
    }

    /// Whether nobody needs it any more: a larger tree has been witnessed, or this one was not for too long.
    #[must_use]
    pub const fn is_superseded(&self, latest_size: u64, slot: u64) -> bool {
        let waited = slot.saturating_sub(self.opened_slot);
        latest_size > self.size || (!self.is_witnessed() && waited > CHECKPOINT_PATIENCE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(count: u8, revision: u64) -> WitnessSet {
        let mut set: WitnessSet = bytemuck::Zeroable::zeroed();
        (set.count, set.revision) = (count, revision);
        set
    }

    fn checkpoint() -> LogCheckpoint {
        let mut checkpoint: LogCheckpoint = bytemuck::Zeroable::zeroed();
        (checkpoint.revision, checkpoint.size, checkpoint.opened_slot) = (1, 5, 100);
        checkpoint
    }

    fn by(byte: u8) -> Cosignature {
        Cosignature {
            time: u64::from(byte),
            signature: [byte; 64],
        }
    }

    #[test]
    fn a_member_counts_once() {
        let (mut checkpoint, set) = (checkpoint(), set(16, 1));
        assert_eq!(checkpoint.cosign(&set, 0, by(1)).unwrap(), 1);
        assert!(checkpoint.cosign(&set, 0, by(2)).is_err());
        assert_eq!(checkpoint.cosign(&set, 15, by(3)).unwrap(), 2);
        assert_eq!(checkpoint.cosigned, 0x8001);
        assert_eq!(checkpoint.cosignatures[0], by(1));
        assert_eq!(checkpoint.cosignatures[15], by(3));
    }

    #[test]
    fn nobody_beyond_the_set_counts() {
        let mut checkpoint = checkpoint();
        assert!(checkpoint.cosign(&set(2, 1), 2, by(1)).is_err());
        assert!(checkpoint.cosign(&set(16, 1), 16, by(1)).is_err());
        assert!(checkpoint.cosign(&set(16, 1), 255, by(1)).is_err());
        assert_eq!(checkpoint.count(), 0);
    }

    #[test]
    fn another_set_begins_anew_unless_a_quorum_was_reached() {
        let mut checkpoint = checkpoint();
        checkpoint.cosign(&set(3, 1), 0, by(1)).unwrap();
        assert_eq!(checkpoint.cosign(&set(3, 2), 1, by(2)).unwrap(), 1);
        assert_eq!((checkpoint.cosigned, checkpoint.revision), (2, 2));
        assert_eq!(checkpoint.cosignatures[0], bytemuck::Zeroable::zeroed());
        checkpoint.witnessed = 1;
        assert!(checkpoint.cosign(&set(3, 3), 0, by(3)).is_err());
        assert_eq!(checkpoint.cosign(&set(3, 2), 0, by(3)).unwrap(), 2);
    }

    #[test]
    fn it_is_superseded_by_a_larger_tree_or_by_time() {
        let mut checkpoint = checkpoint();
        let last = 100 + CHECKPOINT_PATIENCE;
        for (latest, slot, superseded) in [
            (0, 100, false),
            (5, last, false),
            (6, 100, true),
            (0, last + 1, true),
        ] {
            assert_eq!(checkpoint.is_superseded(latest, slot), superseded);
        }
        checkpoint.witnessed = 1;
        assert!(!checkpoint.is_superseded(5, last + 1));
        assert!(checkpoint.is_superseded(6, 100));
    }
}
