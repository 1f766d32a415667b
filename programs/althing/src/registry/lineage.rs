//! What a version was made from, and which of that was revoked.
//!
//! A version's taints are its revoked ancestors, at any depth. They are found one generation at a time: those of
//! its parents, and the parents themselves where they are revoked. That is right only while the parents' own
//! taints are. So the organisation counts the revocations of versions with children, each version keeps the count
//! at which its taints were computed, and a parent with another count must be looked at first: a revocation that
//! can matter makes all of them stale at once. (A version without children gets none once it is revoked.)

use anchor_lang::prelude::*;

use super::state::model_version::used;
use super::{ModelVersion, VersionStatus};
use crate::constants::MAX_TAINTS;
use crate::error::AlthingError;

/// A set of revoked versions of bounded size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Taints {
    pub list: [Pubkey; MAX_TAINTS],
    pub count: u8,
    /// 1 where there were more.
    pub overflow: u8,
}

impl Taints {
    /// The versions.
    #[must_use]
    pub fn as_slice(&self) -> &[Pubkey] {
        used(&self.list, self.count)
    }

    /// Adds a version, once.
    pub fn insert(&mut self, version: &Pubkey) {
        if self.as_slice().contains(version) {
            return;
        }
        match self.list.get_mut(usize::from(self.count)) {
            Some(place) => {
                *place = *version;
                self.count = self.count.saturating_add(1);
            }
            None => self.overflow = 1,
        }
    }

    /// Adds what a child has of a parent: its taints, and itself where it is revoked.
    pub fn inherit(&mut self, key: &Pubkey, parent: &ModelVersion) {
        let theirs = parent.taints();
        for taint in theirs.as_slice() {
            self.insert(taint);
        }
        self.overflow |= theirs.overflow;
        if parent.status() == VersionStatus::Revoked {
            self.insert(key);
        }
    }
}

/// Splits further accounts into the version's parents, which must be all of them in their order, and what
/// follows.
///
/// # Errors
/// [`AlthingError::ParentMissing`], [`AlthingError::WrongParent`].
pub fn split_parents<'a, 'info>(
    version: &ModelVersion,
    accounts: &'a [AccountInfo<'info>],
) -> Result<(&'a [AccountInfo<'info>], &'a [AccountInfo<'info>])> {
    let linked = version.parents();
    let split = accounts.split_at_checked(linked.len());
    let (parents, rest) = split.ok_or(AlthingError::ParentMissing)?;
    for (given, key) in parents.iter().zip(linked) {
        ensure_keys_eq!(given.key, key, AlthingError::WrongParent);
    }
    Ok((parents, rest))
}

/// The taints of a version with these parents, at this revision.
///
/// # Errors
/// [`AlthingError::LineageNotChecked`] where a parent's own taints are of another revision.
pub fn taints_of<'info>(parents: &'info [AccountInfo<'info>], revision: u64) -> Result<Taints> {
    let mut taints = Taints::default();
    for info in parents {
        let parent = AccountLoader::<ModelVersion>::try_from(info)?;
        let parent = parent.load()?;
        ensure!(parent.is_checked(revision), AlthingError::LineageNotChecked);
        taints.inherit(info.key, &parent);
    }
    Ok(taints)
}

/// Links a parent. The version's taints stay right where both were checked at this revision.
///
/// # Errors
/// [`AlthingError::AlreadyLinked`], [`AlthingError::TooManyLinks`].
pub fn link(
    version: &mut ModelVersion,
    key: &Pubkey,
    parent: &ModelVersion,
    revision: u64,
) -> Result<()> {
    let checked = version.is_checked(revision) && parent.is_checked(revision);
    version.add_parent(*key)?;
    let mut taints = version.taints();
    taints.inherit(key, parent);
    let revision = if checked {
        revision
    } else {
        ModelVersion::UNCHECKED
    };
    version.set_taints(taints, revision);
    Ok(())
}

/// Unlinks a parent. What came from it is known only once the other parents are looked at again.
///
/// # Errors
/// [`AlthingError::NotLinked`].
pub fn unlink(version: &mut ModelVersion, key: &Pubkey) -> Result<()> {
    version.remove_parent(key)?;
    version.set_taints(Taints::default(), ModelVersion::UNCHECKED);
    Ok(())
}

/// Uncounts a child of a parent.
///
/// # Errors
/// [`AlthingError::Overflow`] if none was counted.
pub fn release_child(parent: &AccountLoader<ModelVersion>) -> Result<()> {
    let parent = &mut parent.load_mut()?;
    let children = parent.children.checked_sub(1);
    parent.children = children.ok_or(AlthingError::Overflow)?;
    Ok(())
}

#[cfg(test)]
mod tests;
