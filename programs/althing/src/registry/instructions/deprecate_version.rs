use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::dao::Dao;
use crate::error::AlthingError;
use crate::registry::{entries, Model, ModelVersion, VersionStatus};

#[derive(Accounts)]
pub struct DeprecateVersion<'info> {
    #[account(has_one = authority @ AlthingError::NotAuthority)]
    pub dao: Box<Account<'info, Dao>>,
    pub authority: Signer<'info>,
    #[account(mut, dup, has_one = dao @ AlthingError::WrongDao, has_one = log @ AlthingError::WrongLog)]
    pub model: Box<Account<'info, Model>>,
    #[account(
        mut,
        dup,
        has_one = model @ AlthingError::WrongModel,
        constraint = model_version.status == VersionStatus::Production
            @ AlthingError::VersionNotInProduction
    )]
    pub model_version: Box<Account<'info, ModelVersion>>,
    #[account(mut)]
    pub log: AccountLoader<'info, AuditLog>,
}

/// Takes the version in production out of it, without another in its place. It may return.
///
/// # Specification
/// - Only the authority may.
/// - The version is in production; the model has none afterwards.
/// - The deprecation is an entry of the model's log.
pub fn deprecate_version(ctx: Context<DeprecateVersion>) -> Result<()> {
    let accounts = &mut *ctx.accounts;
    let version = &mut accounts.model_version;
    accounts
        .model
        .retire(version.key(), version, VersionStatus::Deprecated);
    let payload = entries::VersionDeprecated {
        number: version.number,
    };
    audit::record(
        &accounts.log,
        EntryKind::VersionDeprecated,
        accounts.authority.key,
        &payload,
    )
}
