use anchor_lang::prelude::*;

use super::ModelVersion;
use crate::constants::MAX_URI;
use crate::error::AlthingError;

/// Code or an evaluation suite that versions of an organisation link. Seeds: `"artifact"`, dao, kind (one byte),
/// digest.
#[account(zero_copy)]
#[derive(Debug)]
pub struct Artifact {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// 1 code, 2 evaluation suite.
    pub kind: u8,
    pub _padding: u8,
    /// Open versions that link it.
    pub links: u32,
    /// The organisation.
    pub dao: Pubkey,
    /// Who registered it, and may close it.
    pub owner: Pubkey,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// SHA-256 of the artifact.
    pub digest: [u8; 32],
    /// SHA-256 of what `metadata_uri` points at; zeros where there is no URI.
    pub metadata_hash: [u8; 32],
    /// Where the artifact or its description is: UTF-8, zero padded.
    pub metadata_uri: [u8; MAX_URI],
}

impl Artifact {
    /// Code that trained a version or runs it.
    pub const CODE: u8 = 1;
    /// A suite that a version is evaluated by.
    pub const EVALUATION: u8 = 2;

    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// Refuses a kind that there is not.
    ///
    /// # Errors
    /// [`AlthingError::ArtifactKindUnknown`].
    pub fn require_kind(kind: u8) -> Result<()> {
        let known = matches!(kind, Self::CODE | Self::EVALUATION);
        ensure!(known, AlthingError::ArtifactKindUnknown);
        Ok(())
    }

    /// Takes note of a version that links it.
    ///
    /// # Errors
    /// [`AlthingError::Overflow`].
    pub fn add_link(&mut self) -> Result<()> {
        self.links = self.links.checked_add(1).ok_or(AlthingError::Overflow)?;
        Ok(())
    }

    /// Takes note that a version does not link it any more.
    ///
    /// # Errors
    /// [`AlthingError::Overflow`] if none was counted.
    pub fn remove_link(&mut self) -> Result<()> {
        self.links = self.links.checked_sub(1).ok_or(AlthingError::Overflow)?;
        Ok(())
    }
}

impl ModelVersion {
    /// Where a version keeps the address of an artifact of this kind.
    fn artifact(&mut self, kind: u8) -> &mut Pubkey {
        if kind == Artifact::CODE {
            &mut self.code
        } else {
            &mut self.evaluation
        }
    }

    /// Links an artifact. A version that was registered with a `code_digest` has no other code than that.
    ///
    /// # Errors
    /// [`AlthingError::AlreadyLinked`] where it has one of that kind, [`AlthingError::CodeDigestMismatch`].
    pub fn link_artifact(&mut self, key: Pubkey, kind: u8, digest: &[u8; 32]) -> Result<()> {
        let declared = self.code_digest;
        let fits = kind != Artifact::CODE || declared == [0; 32] || declared == *digest;
        let place = self.artifact(kind);
        ensure_keys_eq!(*place, Pubkey::default(), AlthingError::AlreadyLinked);
        ensure!(fits, AlthingError::CodeDigestMismatch);
        *place = key;
        Ok(())
    }

    /// Unlinks an artifact.
    ///
    /// # Errors
    /// [`AlthingError::NotLinked`].
    pub fn unlink_artifact(&mut self, key: &Pubkey, kind: u8) -> Result<()> {
        let place = self.artifact(kind);
        ensure_keys_eq!(*place, *key, AlthingError::NotLinked);
        *place = Pubkey::default();
        Ok(())
    }

    /// The artifacts that it links: code, then evaluation suite.
    pub fn artifacts(&self) -> impl Iterator<Item = &Pubkey> {
        let both = [&self.code, &self.evaluation].into_iter();
        both.filter(|key| **key != Pubkey::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: Pubkey = Pubkey::new_from_array([1; 32]);
    const SUITE: Pubkey = Pubkey::new_from_array([2; 32]);

    fn draft(code_digest: [u8; 32]) -> ModelVersion {
        ModelVersion {
            code_digest,
            ..bytemuck::Zeroable::zeroed()
        }
    }

    #[test]
    fn a_version_has_one_artifact_of_each_kind_code_first() {
        let mut version = draft([0; 32]);
        for (key, kind) in [(SUITE, Artifact::EVALUATION), (CODE, Artifact::CODE)] {
            version.link_artifact(key, kind, &[3; 32]).unwrap();
            assert!(version.link_artifact(key, kind, &[3; 32]).is_err());
            assert!(version.link_artifact(SUITE, kind, &[3; 32]).is_err());
        }
        assert_eq!(version.artifacts().collect::<Vec<_>>(), [&CODE, &SUITE]);
        assert!(version.unlink_artifact(&SUITE, Artifact::CODE).is_err());
        version.unlink_artifact(&CODE, Artifact::CODE).unwrap();
        assert!(version.unlink_artifact(&CODE, Artifact::CODE).is_err());
        assert_eq!(version.artifacts().collect::<Vec<_>>(), [&SUITE]);
    }

    #[test]
    fn declared_code_is_the_only_code_and_stays_declared() {
        let mut version = draft([3; 32]);
        assert!(version
            .link_artifact(CODE, Artifact::CODE, &[4; 32])
            .is_err());
        version
            .link_artifact(SUITE, Artifact::EVALUATION, &[4; 32])
            .unwrap();
        version
            .link_artifact(CODE, Artifact::CODE, &[3; 32])
            .unwrap();
        version.unlink_artifact(&CODE, Artifact::CODE).unwrap();
        assert_eq!(version.code_digest, [3; 32]);
    }

    #[test]
    fn links_are_never_fewer_than_none_nor_more_than_fit() {
        let mut artifact: Artifact = bytemuck::Zeroable::zeroed();
        assert!(artifact.remove_link().is_err());
        artifact.add_link().unwrap();
        artifact.remove_link().unwrap();
        artifact.links = u32::MAX;
        assert!(artifact.add_link().is_err());
    }

    #[test]
    fn kinds_are_code_and_evaluation_suite() {
        let known: Vec<u8> = (0..=u8::MAX)
            .filter(|kind| Artifact::require_kind(*kind).is_ok())
            .collect();
        assert_eq!(known, [1, 2]);
    }
}
