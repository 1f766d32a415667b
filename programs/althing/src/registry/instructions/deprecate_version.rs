use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::dao::Dao;
use crate::error::AlthingError;
use crate::registry::{entries, Model, ModelHistory, ModelVersion, VersionStatus};

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
        constraint = model_version.load()?.status() == VersionStatus::Production
            @ AlthingError::VersionNotInProduction
    )]
    pub model_version: AccountLoader<'info, ModelVersion>,
    #[account(mut, dup, has_one = model @ AlthingError::WrongHistory)]
    pub history: AccountLoader<'info, ModelHistory>,
    #[account(mut, dup)]
    pub log: AccountLoader<'info, AuditLog>,
}

/// Takes the version in production out of it, without another in its place. It may return.
///
/// # Specification
/// - Only the authority may.
/// - The version is in production; the model has none afterwards.
/// - The step is in the model's history and an entry of its log.
pub fn deprecate_version(ctx: Context<DeprecateVersion>) -> Result<()> {
    let accounts = &mut *ctx.accounts;
    let number = accounts.model.production;
    accounts
        .model
        .retire(&accounts.model_version, VersionStatus::Deprecated)?;
    ModelHistory::note(
        &accounts.history,
        number,
        Some(VersionStatus::Production),
        VersionStatus::Deprecated,
    )?;
    audit::record(
        &accounts.log,
        EntryKind::VersionDeprecated,
        accounts.authority.key,
        &entries::VersionDeprecated { number },
    )
}
