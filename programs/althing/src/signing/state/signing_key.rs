use anchor_lang::prelude::*;
use solana_sha256_hasher::hashv;

use crate::error::AlthingError;
use crate::precompile::{Scheme, MAX_PUBLIC_KEY};

/// No such slot: a key that is not to be retired, or was not revoked.
pub const OPEN: u64 = u64::MAX;

/// What comes before the model's address in the message by which the holder of a key proves to have it.
pub const PROOF: &[u8; 23] = b"althing-signing-key/v1\n";

/// What a signature of a key is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It counts.
    Good,
    /// It was recorded before the key's first slot.
    NotYetValid,
    /// It was recorded after the key's last slot.
    Retired,
    /// It was recorded when the key counted as stolen.
    Revoked,
}

/// A key that signs versions of a model. Seeds: `"key"`, model, SHA-256 of scheme ‖ public key.
#[account(zero_copy)]
#[derive(Debug)]
pub struct SigningKey {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// 1 Ed25519, 2 P-256.
    pub scheme: u8,
    pub _padding: [u8; 5],
    /// The model.
    pub model: Pubkey,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// The maintainer who added it.
    pub added_by: Pubkey,
    /// The public key: 32 bytes and a zero, or 33 bytes, compressed.
    pub public_key: [u8; MAX_PUBLIC_KEY],
    pub _padding_of_key: [u8; 7],
    /// The slot in which it was added.
    pub added_at_slot: u64,
    /// The first slot in which its signatures count.
    pub valid_from_slot: u64,
    /// The last slot in which they count; all ones for open.
    pub valid_until_slot: u64,
    /// The first slot in which they are bad, because the key was stolen; all ones for never.
    pub revoked_at_slot: u64,
    /// Signatures of it that exist.
    pub signatures: u64,
}

impl SigningKey {
    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// What the address of a key is made of.
    #[must_use]
    pub fn id_of(scheme: u8, public_key: &[u8]) -> [u8; 32] {
        hashv(&[&[scheme], public_key]).to_bytes()
    }

    /// What the holder of a key signs to have it added to a model.
    #[must_use]
    pub fn proof(model: &Pubkey) -> [u8; 55] {
        let mut message = [0; 55];
        let (words, address) = message.split_at_mut(PROOF.len());
        words.copy_from_slice(PROOF);
        address.copy_from_slice(model.as_ref());
        message
    }

    /// Its scheme.
    ///
    /// # Errors
    /// [`AlthingError::SigningSchemeUnknown`], which no account on the chain gives.
    pub fn scheme(&self) -> Result<Scheme> {
        Scheme::from_number(self.scheme)
    }

    /// Whether these bytes are the public key.
    #[must_use]
    pub fn is(&self, scheme: Scheme, public_key: &[u8]) -> bool {
        self.public_key.get(..scheme.key_length()) == Some(public_key)
    }

    /// What a signature recorded in `slot` is worth.
    #[must_use]
    pub const fn standing_at(&self, slot: u64) -> Standing {
        if slot >= self.revoked_at_slot && self.revoked_at_slot != OPEN {
            Standing::Revoked
        } else if slot < self.valid_from_slot {
            Standing::NotYetValid
        } else if slot > self.valid_until_slot {
            Standing::Retired
        } else {
            Standing::Good
        }
    }

    /// Refuses where a signature recorded in `slot` would not count.
    ///
    /// # Errors
    /// [`AlthingError::KeyNotYetValid`], [`AlthingError::KeyHasRetired`], [`AlthingError::KeyIsRevoked`].
    pub fn require_good(&self, slot: u64) -> Result<()> {
        match self.standing_at(slot) {
            Standing::Good => Ok(()),
            Standing::NotYetValid => Err(AlthingError::KeyNotYetValid.into()),
            Standing::Retired => Err(AlthingError::KeyHasRetired.into()),
            Standing::Revoked => Err(AlthingError::KeyIsRevoked.into()),
        }
    }

    /// Makes `slot` the last one in which its signatures count. `now` is the running slot.
    ///
    /// # Errors
    /// [`AlthingError::RetirementInPast`], since signatures of that slot may have been relied on;
    /// [`AlthingError::RetirementNotEarlier`], since a key that was to end is not prolonged; add another. (The same one
    /// again only where it never signed, once its account is closed.)
    pub fn retire(&mut self, slot: u64, now: u64) -> Result<()> {
        ensure!(slot >= now, AlthingError::RetirementInPast);
        ensure!(
            slot < self.valid_until_slot,
            AlthingError::RetirementNotEarlier
        );
        self.valid_until_slot = slot;
        Ok(())
    }

    /// Makes its signatures from `slot` on bad. `now` is the running slot.
    ///
    /// # Errors
    /// [`AlthingError::RevocationInFuture`], [`AlthingError::RevocationNotEarlier`].
    pub fn revoke(&mut self, slot: u64, now: u64) -> Result<()> {
        ensure!(slot <= now, AlthingError::RevocationInFuture);
        ensure!(
            slot < self.revoked_at_slot,
            AlthingError::RevocationNotEarlier
        );
        self.revoked_at_slot = slot;
        Ok(())
    }

    /// Whether it was revoked.
    #[must_use]
    pub const fn is_revoked(&self) -> bool {
        self.revoked_at_slot != OPEN
    }

    /// Takes note of a signature.
    ///
    /// # Errors
    /// [`AlthingError::Overflow`].
    pub fn count_signature(&mut self) -> Result<()> {
        let signatures = self.signatures.checked_add(1);
        self.signatures = signatures.ok_or(AlthingError::Overflow)?;
        Ok(())
    }

    /// Takes note that a signature's account is gone.
    ///
    /// # Errors
    /// [`AlthingError::Overflow`] if there was none.
    pub fn forget_signature(&mut self) -> Result<()> {
        let signatures = self.signatures.checked_sub(1);
        self.signatures = signatures.ok_or(AlthingError::Overflow)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use Standing::{Good, NotYetValid, Retired, Revoked};

    fn key(from: u64, until: u64, revoked: u64) -> SigningKey {
        SigningKey {
            version: 1,
            bump: 0,
            scheme: 1,
            _padding: [0; 5],
            model: Pubkey::default(),
            payer: Pubkey::default(),
            added_by: Pubkey::default(),
            public_key: [0; 33],
            _padding_of_key: [0; 7],
            added_at_slot: 0,
            valid_from_slot: from,
            valid_until_slot: until,
            revoked_at_slot: revoked,
            signatures: 0,
        }
    }

    fn judged(key: SigningKey, slots: &[(u64, Standing)]) {
        for (slot, standing) in slots {
            assert_eq!(key.standing_at(*slot), *standing, "slot {slot} of {key:?}");
        }
    }

    #[test]
    fn a_proof_names_the_model() {
        let model = Pubkey::new_from_array([9; 32]);
        let expected = [b"althing-signing-key/v1\n".as_slice(), &[9; 32]].concat();
        assert_eq!(SigningKey::proof(&model).as_slice(), expected);
    }

    #[test]
    fn both_ends_of_the_window_count() {
        let slots = [(99, NotYetValid), (100, Good), (200, Good), (201, Retired)];
        judged(key(100, 200, OPEN), &slots);
        judged(
            key(100, 100, OPEN),
            &[(99, NotYetValid), (100, Good), (101, Retired)],
        );
    }

    #[test]
    fn an_open_window_ends_never() {
        judged(
            key(0, OPEN, OPEN),
            &[(0, Good), (u64::MAX - 1, Good), (u64::MAX, Good)],
        );
    }

    #[test]
    fn a_revocation_counts_from_its_slot_on_and_before_all_else() {
        let slots = [
            (149, Good),
            (150, Revoked),
            (151, Revoked),
            (201, Revoked),
            (99, NotYetValid),
        ];
        judged(key(100, 200, 150), &slots);
        judged(key(100, 200, 0), &[(0, Revoked), (100, Revoked)]);
        judged(key(100, 200, 200), &[(199, Good), (200, Revoked)]);
        judged(key(100, 200, 201), &[(200, Good), (201, Revoked)]);
    }

    #[test]
    fn a_key_is_retired_from_now_on_and_never_prolonged() {
        let mut key = key(100, OPEN, OPEN);
        assert!(key.retire(149, 150).is_err());
        assert!(key.retire(OPEN, 150).is_err());
        key.retire(300, 150).unwrap();
        assert!(key.retire(300, 150).is_err());
        assert!(key.retire(301, 150).is_err());
        key.retire(150, 150).unwrap();
        judged(key, &[(150, Good), (151, Retired)]);
    }

    #[test]
    fn a_revocation_is_not_of_the_future_and_only_moves_back() {
        let mut key = key(100, OPEN, OPEN);
        assert!(key.revoke(151, 150).is_err());
        key.revoke(150, 150).unwrap();
        assert!(key.revoke(150, 150).is_err());
        assert!(key.revoke(151, 160).is_err());
        key.revoke(120, 160).unwrap();
        judged(key, &[(119, Good), (120, Revoked)]);
    }

    #[test]
    fn signatures_are_not_counted_below_zero() {
        let mut key = key(0, OPEN, OPEN);
        assert!(key.forget_signature().is_err());
        key.count_signature().unwrap();
        key.forget_signature().unwrap();
        assert_eq!(key.signatures, 0);
    }

    proptest! {
        #[test]
        fn what_was_bad_stays_bad(
            from in 0u64..50, until in 0u64..100, slot in 0u64..120, now in 0u64..120,
            steps in prop::collection::vec((any::<bool>(), 0u64..120), 0..8),
        ) {
            let mut key = key(from, until, OPEN);
            let mut before = key.standing_at(slot);
            for (retires, at) in steps {
                let _ = if retires { key.retire(at, now) } else { key.revoke(at, now) };
                let after = key.standing_at(slot);
                prop_assert!(before == Good || after != Good);
                before = after;
            }
        }

        #[test]
        fn retiring_changes_nothing_that_was_recorded(
            from in 0u64..50, slot in 0u64..100, now in 0u64..100, until in 0u64..200,
        ) {
            let mut key = key(from, OPEN, OPEN);
            let before = key.standing_at(slot);
            if key.retire(until, now).is_ok() && slot <= now {
                prop_assert_eq!(key.standing_at(slot), before);
            }
        }
    }
}
