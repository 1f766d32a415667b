use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::dao::Dao;
use crate::error::AlthingError;
use crate::registry::{entries, Model, ModelVersion, VersionStatus};

#[derive(Accounts)]
pub struct OverrideTaint<'info> {
    #[account(has_one = authority @ AlthingError::NotAuthority)]
    pub dao: Box<Account<'info, Dao>>,
    pub authority: Signer<'info>,
    #[account(has_one = dao @ AlthingError::WrongDao, has_one = log @ AlthingError::WrongLog)]
    pub model: Box<Account<'info, Model>>,
    #[account(
        mut,
        dup,
        has_one = model @ AlthingError::WrongModel,
        constraint = model_version.load()?.status() != VersionStatus::Revoked @ AlthingError::VersionRevoked
    )]
    pub model_version: AccountLoader<'info, ModelVersion>,
    #[account(mut, dup)]
    pub log: AccountLoader<'info, AuditLog>,
}

/// Accepts, for one version, that it was made from a revoked one, which is named.
///
/// # Specification
/// - Only the authority may.
/// - The version is not revoked, and the ancestor is among its taints as they were last found.
/// - It holds for this version alone: what is made from it is tainted by the same ancestor.
/// - The decision is an entry of the model's log.
pub fn override_taint(ctx: Context<OverrideTaint>, ancestor: Pubkey) -> Result<()> {
    let accounts = &*ctx.accounts;
    let number = {
        let version = &mut accounts.model_version.load_mut()?;
        version.pardon(ancestor)?;
        version.number
    };
    audit::record(
        &accounts.log,
        EntryKind::TaintOverridden,
        accounts.authority.key,
        &entries::TaintOverridden { number, ancestor },
    )
}
