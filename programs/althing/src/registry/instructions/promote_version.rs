use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::dao::Dao;
use crate::error::AlthingError;
use crate::registry::{entries, grants, lineage, Model, ModelHistory, ModelVersion, VersionStatus};

#[derive(Accounts)]
pub struct PromoteVersion<'info> {
    #[account(has_one = authority @ AlthingError::NotAuthority)]
    pub dao: Box<Account<'info, Dao>>,
    pub authority: Signer<'info>,
    #[account(mut, dup, has_one = dao @ AlthingError::WrongDao, has_one = log @ AlthingError::WrongLog)]
    pub model: Box<Account<'info, Model>>,
    #[account(mut, dup, has_one = model @ AlthingError::WrongModel)]
    pub model_version: AccountLoader<'info, ModelVersion>,
    /// The version in production, if there is one.
    #[account(mut, dup)]
    pub previous: Option<AccountLoader<'info, ModelVersion>>,
    #[account(mut, dup, has_one = model @ AlthingError::WrongHistory)]
    pub history: AccountLoader<'info, ModelHistory>,
    #[account(mut, dup)]
    pub log: AccountLoader<'info, AuditLog>,
    // Remaining accounts: the version's parents in order, then the grants of its datasets in order. One of the
    // parents may be the same account as `previous`.
}

/// Puts a version into production, for the first time or again (a rollback).
///
/// # Specification
/// - Only the authority may.
/// - The version is staged or deprecated.
/// - It has the passing attestations that the rules need now, and more passing than failing ones;
///   neither is asked where none are needed.
/// - Its parents are given, and each was checked since the last revocation, or has no parents itself; every
///   revoked ancestor that they lead to was accepted for this version by a vote.
/// - The consent to use each of its datasets is given: by a grant to the model, for the purpose linked, that is in
///   force now and, where it has a price, paid: a use was recorded or is prepaid, of a stream the period ahead.
/// - The version in production until now, if there is one, becomes deprecated.
/// - Both steps are in the model's history, and the promotion is an entry of its log.
pub fn promote_version<'info>(ctx: Context<'info, PromoteVersion<'info>>) -> Result<()> {
    require_promotable(ctx.accounts, ctx.remaining_accounts)?;
    let accounts = &mut *ctx.accounts;
    deprecate_previous(
        &accounts.model,
        accounts.previous.as_ref(),
        &accounts.history,
    )?;

    let (payload, before) = promote(&accounts.model_version, accounts.model.production)?;
    accounts
        .model
        .set_production(accounts.model_version.key(), payload.number);
    ModelHistory::note(
        &accounts.history,
        payload.number,
        Some(before),
        VersionStatus::Production,
    )?;
    audit::record(
        &accounts.log,
        EntryKind::VersionPromoted,
        accounts.authority.key,
        &payload,
    )
}

/// Everything that a version must be before it goes into production. What is found of its lineage is kept.
fn require_promotable<'info>(
    accounts: &PromoteVersion<'info>,
    further: &'info [AccountInfo<'info>],
) -> Result<()> {
    let version = &mut accounts.model_version.load_mut()?;
    version.require_promotable(accounts.dao.config.attestations_needed)?;
    let (parents, rest) = lineage::split_parents(version, further)?;
    let revision = accounts.dao.lineage_revision;
    version.set_taints(lineage::taints_of(parents, revision)?, revision);
    version.require_untainted()?;
    grants::require_grants(version, rest)
}

/// The version passed as `previous` is the one in production; it steps back.
fn deprecate_previous(
    model: &Model,
    previous: Option<&AccountLoader<ModelVersion>>,
    history: &AccountLoader<ModelHistory>,
) -> Result<()> {
    let Some(previous) = previous else {
        ensure_eq!(model.production, 0, AlthingError::PreviousMissing);
        return Ok(());
    };
    ensure_keys_eq!(
        previous.key(),
        model.production_version,
        AlthingError::WrongPrevious
    );
    previous.load_mut()?.set_status(VersionStatus::Deprecated);
    ModelHistory::note(
        history,
        model.production,
        Some(VersionStatus::Production),
        VersionStatus::Deprecated,
    )
}

/// Sets the version's status; returns what its entry says, and the status that it had.
fn promote(
    version: &AccountLoader<ModelVersion>,
    previous: u64,
) -> Result<(entries::VersionPromoted, VersionStatus)> {
    let version = &mut version.load_mut()?;
    let before = version.status();
    version.set_status(VersionStatus::Production);
    version.promoted_at = Clock::get()?.unix_timestamp;
    version.consent_lost = 0;
    let payload = entries::VersionPromoted {
        number: version.number,
        previous,
        weights_digest: version.weights_digest,
        manifest_digest: version.manifest_digest,
        passed: version.attestations_passed,
        failed: version.attestations_failed,
    };
    Ok((payload, before))
}
