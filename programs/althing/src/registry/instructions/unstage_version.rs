use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::error::AlthingError;
use crate::registry::{entries, Model, ModelHistory, ModelVersion, VersionStatus};

#[derive(Accounts)]
pub struct UnstageVersion<'info> {
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

/// Makes a staged version a draft again, whose links can change.
///
/// # Specification
/// - Only the maintainer may.
/// - The version is staged, no evaluator has said anything about it, and no version names it as a parent.
/// - The step is in the model's history, outside the places kept for the authority, and an entry of its log.
pub fn unstage_version(ctx: Context<UnstageVersion>) -> Result<()> {
    let accounts = &*ctx.accounts;
    let number = {
        let version = &mut accounts.model_version.load_mut()?;
        ensure!(
            version.status() == VersionStatus::Staged,
            AlthingError::VersionNotStaged
        );
        ensure_eq!(version.open_attestations, 0, AlthingError::AttestationsOpen);
        ensure_eq!(version.children, 0, AlthingError::VersionHasChildren);
        version.set_status(VersionStatus::Draft);
        version.number
    };
    ModelHistory::note_maintainers(
        &accounts.history,
        number,
        Some(VersionStatus::Staged),
        VersionStatus::Draft,
    )?;
    audit::record(
        &accounts.log,
        EntryKind::VersionUnstaged,
        accounts.maintainer.key,
        &entries::VersionUnstaged { number },
    )
}
