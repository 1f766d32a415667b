//! The pools that a pool passes revenue on to: those of its version's parents, in the same mint. They are noted when
//! its shares are first set, and stay while it does.

use anchor_lang::prelude::*;

use super::RevenuePool;
use crate::error::AlthingError;
use crate::registry::ModelVersion;

/// Notes the pools of the version's parents, which `further` are in their order, and counts a child of each. They are
/// noted once: what a promoted version was made from does not change, so later `further` is not looked at.
///
/// # Errors
/// [`AlthingError::WrongParentPool`].
pub fn link<'info>(
    loader: &AccountLoader<RevenuePool>,
    version: &ModelVersion,
    further: &'info [AccountInfo<'info>],
) -> Result<()> {
    let (shared, mint) = {
        let pool = loader.load()?;
        (pool.is_shared(), pool.mint)
    };
    if shared {
        return Ok(());
    }
    let parents = version.parents();
    ensure_eq!(further.len(), parents.len(), AlthingError::WrongParentPool);
    for (info, parent) in further.iter().zip(parents) {
        let parent_pool = load(info)?;
        let parent_pool = &mut parent_pool.load_mut()?;
        // A pool with these fields can only be at the address of them.
        let fits = parent_pool.model_version == *parent && parent_pool.mint == mint;
        ensure!(fits, AlthingError::WrongParentPool);
        parent_pool.add_child()?;
    }
    let pool = &mut loader.load_mut()?;
    let mut keys = further.iter().map(|info| *info.key);
    keys.try_for_each(|key| pool.add_parent(key))
}

/// Uncounts a child of each pool that this one passes revenue on to, which `further` are in their order.
///
/// # Errors
/// [`AlthingError::WrongParentPool`].
pub fn unlink<'info>(pool: &RevenuePool, further: &'info [AccountInfo<'info>]) -> Result<()> {
    let keys = further.iter().map(|info| info.key);
    ensure!(keys.eq(pool.parents()), AlthingError::WrongParentPool);
    for info in further {
        load(info)?.load_mut()?.forget_child()?;
    }
    Ok(())
}

/// A further account as a pool.
fn load<'info>(info: &'info AccountInfo<'info>) -> Result<AccountLoader<'info, RevenuePool>> {
    ensure_keys_eq!(*info.owner, crate::ID, AlthingError::WrongParentPool);
    AccountLoader::try_from(info)
}
