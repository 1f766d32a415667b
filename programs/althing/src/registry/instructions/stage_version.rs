use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::error::AlthingError;
use crate::registry::{entries, Model, ModelHistory, ModelVersion, VersionStatus};

#[derive(Accounts)]
pub struct StageVersion<'info> {
    #[account(has_one = maintainer @ AlthingError::NotMaintainer, has_one = log @ AlthingError::WrongLog)]
    pub model: Box<Account<'info, Model>>,
    #[account(mut, dup, has_one = model @ AlthingError::WrongModel)]
    pub model_version: AccountLoader<'info, ModelVersion>,
    #[account(mut, dup, has_one = model @ AlthingError::WrongHistory)]
    pub history: AccountLoader<'info, ModelHistory>,
    #[account(mut, dup)]
    pub log: AccountLoader<'info, AuditLog>,
    pub maintainer: Signer<'info>,
}

/// Closes a draft's links: from now on it is what a vote can promote.
///
/// # Specification
/// - Only the maintainer may.
/// - The version is a draft; attestations given so far stay.
/// - The step is in the model's history, outside the places kept for the authority, and an entry of its log.
pub fn stage_version(ctx: Context<StageVersion>) -> Result<()> {
    let accounts = &*ctx.accounts;
    let number = {
        let version = &mut accounts.model_version.load_mut()?;
        ensure!(
            version.status() == VersionStatus::Draft,
            AlthingError::VersionNotDraft
        );
        version.set_status(VersionStatus::Staged);
        version.number
    };
    ModelHistory::note_maintainers(
        &accounts.history,
        number,
        Some(VersionStatus::Draft),
        VersionStatus::Staged,
    )?;
    audit::record(
        &accounts.log,
        EntryKind::VersionStaged,
        accounts.maintainer.key,
        &entries::VersionStaged { number },
    )
}
