use anchor_lang::prelude::*;

use crate::error::{refuse, AlthingError};
use crate::registry::events::VersionClosed;
use crate::registry::{lineage, Model, ModelVersion, VersionStatus};

#[derive(Accounts)]
pub struct CloseVersion<'info> {
    #[account(mut, dup)]
    pub model: Box<Account<'info, Model>>,
    #[account(
        mut,
        dup,
        has_one = model @ AlthingError::WrongModel,
        has_one = payer @ AlthingError::WrongPayer,
        close = payer
    )]
    pub model_version: AccountLoader<'info, ModelVersion>,
    /// Whoever asks: for a draft, the maintainer.
    pub closer: Signer<'info>,
    /// CHECK: who paid the rent, as the version says.
    #[account(mut)]
    pub payer: UncheckedAccount<'info>,
    // Remaining accounts: the version's parents in order, writable.
}

/// Closes a version that is finished, or a draft that its maintainer gives up; the rent returns to
/// whoever paid it.
///
/// # Specification
/// - Anybody may close a revoked version, the maintainer also a draft; others are not finished, since
///   they may be or come into production.
/// - No attestation of it is open. (Those of a draft are their evaluators' to withdraw.)
/// - No open version names it as a parent: a lineage stays readable to its roots.
/// - Its parents are given; they have one child less.
pub fn close_version<'info>(ctx: Context<'info, CloseVersion<'info>>) -> Result<()> {
    let accounts = &mut *ctx.accounts;
    let number = {
        let version = accounts.model_version.load()?;
        require_finished(
            version.status(),
            accounts.closer.key,
            &accounts.model.maintainer,
        )?;
        ensure_eq!(version.open_attestations, 0, AlthingError::AttestationsOpen);
        ensure_eq!(version.children, 0, AlthingError::VersionHasChildren);
        let (parents, _) = lineage::split_parents(&version, ctx.remaining_accounts)?;
        for parent in parents {
            lineage::release_child(&AccountLoader::try_from(parent)?)?;
        }
        version.number
    };
    accounts.model.forget_version()?;
    emit!(VersionClosed {
        model: accounts.model.key(),
        number
    });
    Ok(())
}

fn require_finished(status: VersionStatus, closer: &Pubkey, maintainer: &Pubkey) -> Result<()> {
    match status {
        VersionStatus::Revoked => {}
        VersionStatus::Draft => ensure_keys_eq!(closer, maintainer, AlthingError::NotMaintainer),
        VersionStatus::Staged | VersionStatus::Production | VersionStatus::Deprecated => {
            return Err(refuse(AlthingError::VersionNotFinished))
        }
    }
    Ok(())
}
