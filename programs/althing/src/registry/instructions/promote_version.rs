use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::dao::Dao;
use crate::error::AlthingError;
use crate::registry::{entries, Model, ModelVersion, VersionStatus};

#[derive(Accounts)]
pub struct PromoteVersion<'info> {
    #[account(has_one = authority @ AlthingError::NotAuthority)]
    pub dao: Box<Account<'info, Dao>>,
    pub authority: Signer<'info>,
    #[account(mut, dup, has_one = dao @ AlthingError::WrongDao, has_one = log @ AlthingError::WrongLog)]
    pub model: Box<Account<'info, Model>>,
    #[account(mut, dup, has_one = model @ AlthingError::WrongModel)]
    pub model_version: Box<Account<'info, ModelVersion>>,
    /// The version in production, if there is one.
    #[account(mut, dup)]
    pub previous: Option<Box<Account<'info, ModelVersion>>>,
    /// The version that this one was made from, if any; may be the same account as `previous`.
    pub parent: Option<Box<Account<'info, ModelVersion>>>,
    #[account(mut)]
    pub log: AccountLoader<'info, AuditLog>,
}

/// Puts a version into production, for the first time or again (a rollback).
///
/// # Specification
/// - Only the authority may.
/// - The version is a draft or deprecated.
/// - It has the passing attestations that the rules need now, and more passing than failing ones;
///   neither is asked where none are needed.
/// - Its parent, if it has one, still exists and is not revoked.
/// - The version in production until now, if there is one, becomes deprecated.
/// - The promotion is an entry of the model's log.
pub fn promote_version(ctx: Context<PromoteVersion>) -> Result<()> {
    let accounts = &mut *ctx.accounts;
    let version = &mut accounts.model_version;
    version.require_promotable(accounts.dao.config.attestations_needed)?;
    require_parent(version, accounts.parent.as_deref())?;
    deprecate_previous(&accounts.model, accounts.previous.as_deref_mut())?;

    let payload = entries::VersionPromoted {
        number: version.number,
        previous: accounts.model.production,
        weights_digest: version.weights_digest,
        manifest_digest: version.manifest_digest,
        passed: version.attestations_passed,
        failed: version.attestations_failed,
    };
    version.status = VersionStatus::Production;
    version.promoted_at = Clock::get()?.unix_timestamp;
    accounts.model.set_production(version.key(), version.number);
    audit::record(
        &accounts.log,
        EntryKind::VersionPromoted,
        accounts.authority.key,
        &payload,
    )
}

/// The parent passed is the one recorded, and not revoked. Reads the parent as it was before this
/// instruction, which is right even where it is also `previous`: that one was in production.
fn require_parent(version: &ModelVersion, parent: Option<&Account<ModelVersion>>) -> Result<()> {
    match parent {
        None => ensure_keys_eq!(
            version.parent,
            Pubkey::default(),
            AlthingError::ParentMissing
        ),
        Some(parent) => {
            ensure_keys_eq!(parent.key(), version.parent, AlthingError::WrongParent);
            ensure!(
                parent.status != VersionStatus::Revoked,
                AlthingError::ParentRevoked
            );
        }
    }
    Ok(())
}

/// The version passed as `previous` is the one in production; it steps back.
fn deprecate_previous(model: &Model, previous: Option<&mut Account<ModelVersion>>) -> Result<()> {
    match previous {
        None => ensure_eq!(model.production, 0, AlthingError::PreviousMissing),
        Some(previous) => {
            ensure_keys_eq!(
                previous.key(),
                model.production_version,
                AlthingError::WrongPrevious
            );
            previous.status = VersionStatus::Deprecated;
        }
    }
    Ok(())
}
