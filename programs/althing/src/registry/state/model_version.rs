use anchor_lang::prelude::*;

use crate::constants::{MAX_DATASETS, MAX_PARENTS, MAX_TAINTS, MAX_URI};
use crate::error::AlthingError;
use crate::registry::lineage::Taints;

/// Where a version stands.
///
/// ```text
/// Draft ──stage──▶ Staged ──promote──▶ Production ──deprecate, or another is promoted──▶ Deprecated
///   ▲──unstage───────┘                     ▲──────────────────promote (rollback)────────────┘
/// any of them ──revoke──▶ Revoked (for ever)
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum VersionStatus {
    /// Registered; its maintainer links what it was made from.
    Draft = 0,
    /// Its links are closed; evaluators attest it, and a vote may promote it.
    Staged = 1,
    /// The one that the organisation stands behind.
    Production = 2,
    /// Was in production and may return there.
    Deprecated = 3,
    /// Withdrawn for ever; what was made from it is tainted.
    Revoked = 4,
}

impl VersionStatus {
    /// Every status, in the order of their bytes.
    pub const ALL: [Self; 5] = [
        Self::Draft,
        Self::Staged,
        Self::Production,
        Self::Deprecated,
        Self::Revoked,
    ];

    /// The status of this byte. A byte that the program never writes reads as `Revoked`, which permits
    /// nothing.
    #[must_use]
    pub fn from_byte(byte: u8) -> Self {
        let known = Self::ALL.get(usize::from(byte)).copied();
        known.unwrap_or(Self::Revoked)
    }

    /// Nothing was decided about the version yet: evaluators' words still count.
    #[must_use]
    pub fn is_open(self) -> bool {
        matches!(self, Self::Draft | Self::Staged)
    }
}

/// One release of a model. Seeds: `"version"`, model, number (u64, little endian).
#[account(zero_copy)]
#[derive(Debug)]
pub struct ModelVersion {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// Where it stands, see [`VersionStatus`]: 0 draft, 1 staged, 2 production, 3 deprecated, 4 revoked.
    pub status: u8,
    /// Used places of `parents`.
    pub parent_count: u8,
    /// Used places of `datasets`.
    pub dataset_count: u8,
    /// Used places of `taints`.
    pub taint_count: u8,
    /// Used places of `pardons`.
    pub pardon_count: u8,
    /// 1 where more ancestors are revoked than `taints` holds: then no vote can pardon them.
    pub taints_overflow: u8,
    /// The organisation.
    pub dao: Pubkey,
    /// The model.
    pub model: Pubkey,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// Artifact account of the code that trained or runs it; the default key for none. Its digest is `code_digest`,
    /// where that is given.
    pub code: Pubkey,
    /// Artifact account of the evaluation suite; the default key for none.
    pub evaluation: Pubkey,
    /// Its number, from 1.
    pub number: u64,
    /// OpenSSF model-signing root: SHA-256 of the files' raw SHA-256 digests, concatenated in the
    /// manifest's order. The root does not hold the files' names: `manifest_digest` does.
    pub weights_digest: [u8; 32],
    /// SHA-256 of the exact bytes of the in-toto statement that lists every file of the release.
    pub manifest_digest: [u8; 32],
    /// SHA-256 of the code that trained or runs it, as registered; zeros where it was not given.
    pub code_digest: [u8; 32],
    /// Merkle root over the training data; zeros where it is not published.
    pub dataset_root: [u8; 32],
    /// SHA-256 of what `metadata_uri` points at; zeros where there is no URI.
    pub metadata_hash: [u8; 32],
    /// The versions that it was made from, of any model of the organisation.
    pub parents: [Pubkey; MAX_PARENTS],
    /// The datasets that it was made from.
    pub datasets: [Pubkey; MAX_DATASETS],
    /// Revoked ancestors, as of `lineage_revision`.
    pub taints: [Pubkey; MAX_TAINTS],
    /// Revoked ancestors that a vote has named and accepted for this version.
    pub pardons: [Pubkey; MAX_TAINTS],
    /// The organisation's `lineage_revision` when `taints` was computed; 2^64 - 1 where it never was since its
    /// parents changed.
    pub lineage_revision: u64,
    /// When it was registered, unix seconds.
    pub created_at: i64,
    /// When it was last promoted, unix seconds; 0 for never.
    pub promoted_at: i64,
    /// Attestation accounts that exist.
    pub open_attestations: u32,
    /// Open versions that name this one as a parent.
    pub children: u32,
    /// Evaluators whose latest word is "passed".
    pub attestations_passed: u16,
    /// Evaluators whose latest word is "failed".
    pub attestations_failed: u16,
    /// Datasets that were found to lack consent while it was in production: bit `n` for `datasets[n]`.
    pub consent_lost: u8,
    pub _padding: [u8; 3],
    /// What each of `datasets` was used for, see [`crate::consent::Grant::purpose`].
    pub purposes: [u8; MAX_DATASETS],
    /// Where its description (the model card) is: UTF-8, zero padded.
    pub metadata_uri: [u8; MAX_URI],
}

impl ModelVersion {
    /// A revision that is never reached.
    pub const UNCHECKED: u64 = u64::MAX;

    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// Where it stands.
    #[must_use]
    pub fn status(&self) -> VersionStatus {
        VersionStatus::from_byte(self.status)
    }

    /// Moves it on. The caller has checked that this is a step of the lifecycle.
    pub fn set_status(&mut self, status: VersionStatus) {
        self.status = status as u8;
    }

    /// The versions that it was made from.
    #[must_use]
    pub fn parents(&self) -> &[Pubkey] {
        used(&self.parents, self.parent_count)
    }

    /// The datasets that it was made from.
    #[must_use]
    pub fn datasets(&self) -> &[Pubkey] {
        used(&self.datasets, self.dataset_count)
    }

    /// The revoked ancestors that were accepted for it.
    #[must_use]
    pub fn pardons(&self) -> &[Pubkey] {
        used(&self.pardons, self.pardon_count)
    }

    /// Its revoked ancestors, as of `lineage_revision`.
    #[must_use]
    pub fn taints(&self) -> Taints {
        Taints {
            list: self.taints,
            count: self.taint_count,
            overflow: self.taints_overflow,
        }
    }

    /// What was found of its ancestors at this revision.
    pub fn set_taints(&mut self, taints: Taints, revision: u64) {
        self.taints = taints.list;
        self.taint_count = taints.count;
        self.taints_overflow = taints.overflow;
        self.lineage_revision = revision;
    }

    /// Its taints are those of this revision. A version without parents has none at any.
    #[must_use]
    pub fn is_checked(&self, revision: u64) -> bool {
        self.parent_count == 0 || self.lineage_revision == revision
    }

    /// Accepts that it was made from a revoked version.
    ///
    /// # Errors
    /// [`AlthingError::NotTainted`], [`AlthingError::AlreadyPardoned`], [`AlthingError::TooManyTaints`].
    pub fn pardon(&mut self, ancestor: Pubkey) -> Result<()> {
        ensure!(
            self.taints().as_slice().contains(&ancestor),
            AlthingError::NotTainted
        );
        ensure!(
            !self.pardons().contains(&ancestor),
            AlthingError::AlreadyPardoned
        );
        add(&mut self.pardons, &mut self.pardon_count, ancestor)
            .map_err(|_| AlthingError::TooManyTaints.into())
    }

    /// Refuses a version with a revoked ancestor that was not accepted for it.
    ///
    /// # Errors
    /// [`AlthingError::TooManyTaints`], [`AlthingError::VersionTainted`].
    pub fn require_untainted(&self) -> Result<()> {
        let (taints, pardons) = (self.taints(), self.pardons());
        ensure_eq!(taints.overflow, 0, AlthingError::TooManyTaints);
        let accepted = taints.as_slice().iter().all(|each| pardons.contains(each));
        ensure!(accepted, AlthingError::VersionTainted);
        Ok(())
    }

    /// Keeps what was found of the consent to use the dataset at `place`. Whether that is news.
    pub fn note_consent(&mut self, place: u8, holds: bool) -> bool {
        let bit = 1u8.checked_shl(u32::from(place)).unwrap_or(0);
        let before = self.consent_lost;
        self.consent_lost = if holds { before & !bit } else { before | bit };
        self.consent_lost != before
    }

    /// Refuses to change what the version was made from once anybody may have looked at it.
    ///
    /// # Errors
    /// [`AlthingError::VersionNotDraft`], [`AlthingError::AttestationsOpen`].
    pub fn require_editable(&self) -> Result<()> {
        ensure!(
            self.status() == VersionStatus::Draft,
            AlthingError::VersionNotDraft
        );
        ensure_eq!(self.open_attestations, 0, AlthingError::AttestationsOpen);
        Ok(())
    }

    /// Names a version that this one was made from.
    ///
    /// # Errors
    /// [`AlthingError::AlreadyLinked`], [`AlthingError::TooManyLinks`].
    pub fn add_parent(&mut self, parent: Pubkey) -> Result<()> {
        add(&mut self.parents, &mut self.parent_count, parent)
    }

    /// Takes a parent out; the others keep their order.
    ///
    /// # Errors
    /// [`AlthingError::NotLinked`].
    pub fn remove_parent(&mut self, parent: &Pubkey) -> Result<()> {
        remove(&mut self.parents, &mut self.parent_count, parent)
    }

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
    /// [`AlthingError::VersionDecided`]: what was decided upon must not change afterwards.
    pub fn count_attestation(&mut self, replaced: Option<bool>, passed: bool) -> Result<()> {
        ensure!(self.status().is_open(), AlthingError::VersionDecided);
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
    /// [`AlthingError::VersionDecided`]: what was decided upon must not change afterwards.
    pub fn uncount_attestation(&mut self, passed: bool) -> Result<()> {
        ensure!(self.status().is_open(), AlthingError::VersionDecided);
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

    /// Refuses what may not go into production: a version that is neither staged nor deprecated, and one
    /// with fewer passing attestations than `needed`, or not more passing than failing ones. Where none
    /// are needed, evaluators have no say and their verdicts are information only.
    ///
    /// # Errors
    /// [`AlthingError::VersionNotPromotable`], [`AlthingError::TooFewAttestations`],
    /// [`AlthingError::AttestationsOutvoted`].
    pub fn require_promotable(&self, needed: u8) -> Result<()> {
        let status = matches!(
            self.status(),
            VersionStatus::Staged | VersionStatus::Deprecated
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

/// The used places of a list of fixed size.
pub fn used(list: &[Pubkey], count: u8) -> &[Pubkey] {
    list.get(..usize::from(count)).unwrap_or(list)
}

/// Puts a key at the end of a list of fixed size.
///
/// # Errors
/// [`AlthingError::AlreadyLinked`], [`AlthingError::TooManyLinks`].
pub fn add(list: &mut [Pubkey], count: &mut u8, key: Pubkey) -> Result<()> {
    ensure!(
        !used(list, *count).contains(&key),
        AlthingError::AlreadyLinked
    );
    let place = list.get_mut(usize::from(*count));
    *place.ok_or(AlthingError::TooManyLinks)? = key;
    *count = count.checked_add(1).ok_or(AlthingError::Overflow)?;
    Ok(())
}

/// Takes a key out of a list of fixed size. What follows moves up; the free place is zeros.
///
/// # Errors
/// [`AlthingError::NotLinked`].
pub fn remove(list: &mut [Pubkey], count: &mut u8, key: &Pubkey) -> Result<()> {
    let place = used(list, *count).iter().position(|each| each == key);
    let place = place.ok_or(AlthingError::NotLinked)?;
    let rest = list.get_mut(place..usize::from(*count));
    let rest = rest.ok_or(AlthingError::Overflow)?;
    rest.rotate_left(1);
    if let Some(free) = rest.last_mut() {
        *free = Pubkey::default();
    }
    *count = count.checked_sub(1).ok_or(AlthingError::Overflow)?;
    Ok(())
}

#[cfg(test)]
mod tests;
