use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::dao::Dao;
use crate::error::AlthingError;
use crate::registry::{entries, Model, ModelHistory, ModelVersion, VersionStatus};

#[derive(Accounts)]
pub struct RevokeVersion<'info> {
    #[account(mut, dup, has_one = authority @ AlthingError::NotAuthority)]
    pub dao: Box<Account<'info, Dao>>,
    pub authority: Signer<'info>,
    #[account(mut, dup, has_one = dao @ AlthingError::WrongDao, has_one = log @ AlthingError::WrongLog)]
    pub model: Box<Account<'info, Model>>,
    #[account(
        mut,
        dup,
        has_one = model @ AlthingError::WrongModel,
        constraint = model_version.load()?.status() != VersionStatus::Revoked @ AlthingError::VersionRevoked
    )]
    pub model_version: AccountLoader<'info, ModelVersion>,
    #[account(mut, dup, has_one = model @ AlthingError::WrongHistory)]
    pub history: AccountLoader<'info, ModelHistory>,
    #[account(mut, dup)]
    pub log: AccountLoader<'info, AuditLog>,
}

/// Withdraws a version for ever, whatever its status. What was made from it, at any depth, is tainted: it cannot
/// be promoted any more unless a vote accepts that by name. A descendant that is in production stays there until
/// it is deprecated or revoked itself.
///
/// # Specification
/// - Only the authority may.
/// - The version is not revoked yet; if it was in production, the model has none afterwards.
/// - Where others were made from it, every lineage of the organisation must be looked at anew.
/// - The step is in the model's history and an entry of its log.
pub fn revoke_version(ctx: Context<RevokeVersion>) -> Result<()> {
    let accounts = &mut *ctx.accounts;
    let (number, before, has_children) = {
        let version = accounts.model_version.load()?;
        (version.number, version.status(), version.children > 0)
    };
    accounts
        .model
        .retire(&accounts.model_version, VersionStatus::Revoked)?;
    ModelHistory::note(
        &accounts.history,
        number,
        Some(before),
        VersionStatus::Revoked,
    )?;
    if has_children {
        let revision = accounts.dao.lineage_revision.checked_add(1);
        accounts.dao.lineage_revision = revision.ok_or(AlthingError::Overflow)?;
    }
    let payload = entries::VersionRevoked {
        number,
        was_production: before == VersionStatus::Production,
    };
    audit::record(
        &accounts.log,
        EntryKind::VersionRevoked,
        accounts.authority.key,
        &payload,
    )
}
