use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::dao::Dao;
use crate::error::AlthingError;
use crate::registry::{entries, Model, ModelVersion, VersionStatus};

#[derive(Accounts)]
pub struct RevokeVersion<'info> {
    #[account(has_one = authority @ AlthingError::NotAuthority)]
    pub dao: Box<Account<'info, Dao>>,
    pub authority: Signer<'info>,
    #[account(mut, dup, has_one = dao @ AlthingError::WrongDao, has_one = log @ AlthingError::WrongLog)]
    pub model: Box<Account<'info, Model>>,
    #[account(
        mut,
        dup,
        has_one = model @ AlthingError::WrongModel,
        constraint = model_version.status != VersionStatus::Revoked @ AlthingError::VersionRevoked
    )]
    pub model_version: Box<Account<'info, ModelVersion>>,
    #[account(mut)]
    pub log: AccountLoader<'info, AuditLog>,
}

/// Withdraws a version for ever, whatever its status. What was made from it cannot be promoted any
/// more; a child that is in production stays there until it is deprecated or revoked itself.
///
/// # Specification
/// - Only the authority may.
/// - The version is not revoked yet; if it was in production, the model has none afterwards.
/// - The revocation is an entry of the model's log.
pub fn revoke_version(ctx: Context<RevokeVersion>) -> Result<()> {
    let accounts = &mut *ctx.accounts;
    let version = &mut accounts.model_version;
    let payload = entries::VersionRevoked {
        number: version.number,
        was_production: version.status == VersionStatus::Production,
    };
    accounts
        .model
        .retire(version.key(), version, VersionStatus::Revoked);
    audit::record(
        &accounts.log,
        EntryKind::VersionRevoked,
        accounts.authority.key,
        &payload,
    )
}
