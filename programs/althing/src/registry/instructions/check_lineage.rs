use anchor_lang::prelude::*;

use crate::dao::Dao;
use crate::error::AlthingError;
use crate::registry::events::LineageChecked;
use crate::registry::{lineage, ModelVersion};

#[derive(Accounts)]
pub struct CheckLineage<'info> {
    pub dao: Box<Account<'info, Dao>>,
    #[account(mut, has_one = dao @ AlthingError::WrongDao)]
    pub model_version: AccountLoader<'info, ModelVersion>,
    // Remaining accounts: the version's parents in order.
}

/// Finds a version's revoked ancestors, after a revocation, by what its parents have.
///
/// # Specification
/// - Anybody may.
/// - All parents are given, and each was checked since the last revocation, or has no parents itself.
pub fn check_lineage<'info>(ctx: Context<'info, CheckLineage<'info>>) -> Result<()> {
    let revision = ctx.accounts.dao.lineage_revision;
    let version = &mut ctx.accounts.model_version.load_mut()?;
    let (parents, _) = lineage::split_parents(version, ctx.remaining_accounts)?;
    let taints = lineage::taints_of(parents, revision)?;
    version.set_taints(taints, revision);
    emit!(LineageChecked {
        model_version: ctx.accounts.model_version.key(),
        revision,
        taints: taints.count,
    });
    Ok(())
}
