use anchor_lang::prelude::*;

use crate::constants::MAX_URI;
use crate::error::AlthingError;

/// Where a version stands.
///
/// ```text
/// Draft ──promote──▶ Production ──deprecate, or another is promoted──▶ Deprecated
///                        ▲──────────────────promote (rollback)─────────────┘
/// any of them ──revoke──▶ Revoked (for ever)
/// ```
#[derive(AnchorSerialize, AnchorDeserialize, InitSpace, Clone, Copy, Debug, PartialEq, Eq)]
pub enum VersionStatus {
    /// Registered; evaluators attest it.
    Draft,
    /// The one that the organisation stands behind.
    Production,
    /// Was in production and may return there.
    Deprecated,
    /// Withdrawn for ever; no version made from it can be promoted.
    Revoked,
}

/// One immutable release of a model. Seeds: `"version"`, model, number (u64, little endian).
#[account]
#[derive(InitSpace, Debug)]
pub struct ModelVersion {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// Where it stands.
    pub status: VersionStatus,
    /// The model.
    pub model: Pubkey,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// Its number, from 1.
    pub number: u64,
    /// The version that it was made from; the default key for none.
    pub parent: Pubkey,
    /// Number of that version; 0 for none.
    pub parent_number: u64,
    /// SHA-256 of the weights.
    pub weights_digest: [u8; 32],
    /// SHA-256 of the manifest that lists every file of the release.
    pub manifest_digest: [u8; 32],
    /// Digest of the code that trained or runs it; zeros where it is not published.
    pub code_digest: [u8; 32],
    /// Merkle root over the training data; zeros where it is not published.
    pub dataset_root: [u8; 32],
    /// SHA-256 of what `metadata_uri` points at; zeros where there is no URI.
    pub metadata_hash: [u8; 32],
    /// Evaluators whose latest word is "passed".
    pub attestations_passed: u16,
    /// Evaluators whose latest word is "failed".
    pub attestations_failed: u16,
    /// Attestation accounts that exist.
    pub open_attestations: u32,
    /// When it was registered, unix seconds.
    pub created_at: i64,
    /// When it was last promoted, unix seconds; 0 for never.
    pub promoted_at: i64,
    /// Where its description (the model card) is, 0 to 200 bytes.
    #[max_len(MAX_URI)]
    pub metadata_uri: String,
}

impl ModelVersion {
    /// Bytes of the account.
    pub const SPACE: usize = Self::DISCRIMINATOR.len().saturating_add(Self::INIT_SPACE);

    /// The counter that a verdict belongs to.
    fn tally(&mut self, passed: bool) -> &mut u16 {
        if passed {
            &mut self.attestations_passed
        } else {
            &mut self.attestations_failed
        }
    }

    /// Counts an evaluator's verdict, and uncounts the one that it replaces.
    ///
    /// # Errors
    /// [`AlthingError::VersionNotDraft`]: what was decided upon must not change afterwards.
    pub fn count_attestation(&mut self, replaced: Option<bool>, passed: bool) -> Result<()> {
        ensure!(
            self.status == VersionStatus::Draft,
            AlthingError::VersionNotDraft
        );
        match replaced {
            Some(old) => {
                let tally = self.tally(old);
                *tally = tally.checked_sub(1).ok_or(AlthingError::Overflow)?;
            }
            None => {
                let open = self.open_attestations.checked_add(1);
                self.open_attestations = open.ok_or(AlthingError::Overflow)?;
            }
        }
        let tally = self.tally(passed);
        *tally = tally.checked_add(1).ok_or(AlthingError::Overflow)?;
        Ok(())
    }

    /// Uncounts a verdict that its evaluator takes back.
    ///
    /// # Errors
    /// [`AlthingError::VersionNotDraft`]: what was decided upon must not change afterwards.
    pub fn uncount_attestation(&mut self, passed: bool) -> Result<()> {
        ensure!(
            self.status == VersionStatus::Draft,
            AlthingError::VersionNotDraft
        );
        let tally = self.tally(passed);
        *tally = tally.checked_sub(1).ok_or(AlthingError::Overflow)?;
        self.forget_attestation()
    }

    /// Takes note that an attestation account is gone; the verdict counts on.
    ///
    /// # Errors
    /// [`AlthingError::Overflow`] if none was open.
    pub fn forget_attestation(&mut self) -> Result<()> {
        let open = self.open_attestations.checked_sub(1);
        self.open_attestations = open.ok_or(AlthingError::Overflow)?;
        Ok(())
    }

    /// Refuses what may not go into production: a version that is there already or revoked, and one
    /// with fewer passing attestations than `needed`, or not more passing than failing ones. Where
    /// none are needed, evaluators have no say and their verdicts are information only.
    ///
    /// # Errors
    /// [`AlthingError::VersionNotPromotable`], [`AlthingError::TooFewAttestations`],
    /// [`AlthingError::AttestationsOutvoted`].
    pub fn require_promotable(&self, needed: u8) -> Result<()> {
        let status = matches!(
            self.status,
            VersionStatus::Draft | VersionStatus::Deprecated
        );
        ensure!(status, AlthingError::VersionNotPromotable);
        if needed == 0 {
            return Ok(());
        }
        ensure!(
            self.attestations_passed >= u16::from(needed),
            AlthingError::TooFewAttestations
        );
        ensure!(
            self.attestations_passed > self.attestations_failed,
            AlthingError::AttestationsOutvoted
        );
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use VersionStatus::{Deprecated, Draft, Production, Revoked};

    fn version(status: VersionStatus, passed: u16, failed: u16) -> ModelVersion {
        ModelVersion {
            version: 1,
            bump: 0,
            status,
            model: Pubkey::default(),
            payer: Pubkey::default(),
            number: 1,
            parent: Pubkey::default(),
            parent_number: 0,
            weights_digest: [1; 32],
            manifest_digest: [1; 32],
            code_digest: [0; 32],
            dataset_root: [0; 32],
            metadata_hash: [0; 32],
            attestations_passed: passed,
            attestations_failed: failed,
            open_attestations: u32::from(passed) + u32::from(failed),
            created_at: 0,
            promoted_at: 0,
            metadata_uri: String::new(),
        }
    }

    fn tally(version: &ModelVersion) -> (u16, u16, u32) {
        (
            version.attestations_passed,
            version.attestations_failed,
            version.open_attestations,
        )
    }

    #[test]
    fn a_changed_mind_moves_between_the_counters() {
        let mut draft = version(Draft, 0, 0);
        draft.count_attestation(None, true).unwrap();
        assert_eq!(tally(&draft), (1, 0, 1));
        draft.count_attestation(Some(true), false).unwrap();
        assert_eq!(tally(&draft), (0, 1, 1));
        draft.count_attestation(Some(false), false).unwrap();
        assert_eq!(tally(&draft), (0, 1, 1));
        draft.uncount_attestation(false).unwrap();
        assert_eq!(tally(&draft), (0, 0, 0));
    }

    #[test]
    fn nothing_is_counted_below_zero() {
        let mut draft = version(Draft, 0, 0);
        assert!(draft.count_attestation(Some(true), true).is_err());
        assert!(draft.uncount_attestation(true).is_err());
        assert!(draft.forget_attestation().is_err());
    }

    #[test]
    fn the_tally_changes_only_while_the_version_is_a_draft() {
        for status in [Production, Deprecated, Revoked] {
            let mut decided = version(status, 1, 1);
            assert!(decided.count_attestation(None, true).is_err(), "{status:?}");
            assert!(decided.uncount_attestation(true).is_err(), "{status:?}");
            assert_eq!(tally(&decided), (1, 1, 2));
            decided.forget_attestation().unwrap();
            assert_eq!(tally(&decided), (1, 1, 1));
        }
    }

    #[test]
    fn drafts_and_deprecated_versions_are_promotable_and_others_are_not() {
        assert!(version(Draft, 0, 0).require_promotable(0).is_ok());
        assert!(version(Deprecated, 0, 0).require_promotable(0).is_ok());
        assert!(version(Production, 0, 0).require_promotable(0).is_err());
        assert!(version(Revoked, 9, 0).require_promotable(1).is_err());
    }

    #[test]
    fn promotion_needs_enough_passing_attestations_and_more_than_failing_ones() {
        assert!(version(Draft, 1, 0).require_promotable(2).is_err());
        assert!(version(Draft, 2, 0).require_promotable(2).is_ok());
        assert!(version(Draft, 2, 1).require_promotable(2).is_ok());
        assert!(version(Draft, 2, 2).require_promotable(2).is_err());
        assert!(version(Draft, 0, 9).require_promotable(0).is_ok());
    }
}
