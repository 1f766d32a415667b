//! What a version was made from.

use anchor_lang::prelude::*;

use super::{ModelVersion, VersionStatus};
use crate::error::AlthingError;

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

/// Refuses a version of which a parent is revoked.
///
/// # Errors
/// [`AlthingError::ParentRevoked`].
pub fn require_parents<'info>(parents: &'info [AccountInfo<'info>]) -> Result<()> {
    for parent in parents {
        let parent = AccountLoader::<ModelVersion>::try_from(parent)?;
        let status = parent.load()?.status();
        ensure!(
            status != VersionStatus::Revoked,
            AlthingError::ParentRevoked
        );
    }
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
