use anchor_lang::prelude::*;

use crate::error::{refuse, AlthingError};
use crate::registry::events::VersionClosed;
use crate::registry::{Model, ModelVersion, VersionStatus};

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
    pub model_version: Box<Account<'info, ModelVersion>>,
    /// Whoever asks: for a draft, the maintainer.
    pub closer: Signer<'info>,
    /// CHECK: who paid the rent, as the version says.
    #[account(mut)]
    pub payer: UncheckedAccount<'info>,
}

/// Closes a version that is finished, or a draft that its maintainer gives up; the rent returns to
/// whoever paid it. What was made from it cannot be promoted any more.
///
/// # Specification
/// - Anybody may close a revoked version, the maintainer also a draft; others are not finished, since
///   they may be in production or return there.
/// - No attestation of it is open. (Those of a draft are their evaluators' to withdraw.)
pub fn close_version(ctx: Context<CloseVersion>) -> Result<()> {
    let accounts = &mut *ctx.accounts;
    let version = &accounts.model_version;
    match version.status {
        VersionStatus::Revoked => {}
        VersionStatus::Draft => ensure_keys_eq!(
            accounts.closer.key(),
            accounts.model.maintainer,
            AlthingError::NotMaintainer
        ),
        VersionStatus::Production | VersionStatus::Deprecated => {
            return Err(refuse(AlthingError::VersionNotFinished))
        }
    }
    ensure_eq!(version.open_attestations, 0, AlthingError::AttestationsOpen);

    accounts.model.forget_version()?;
    emit!(VersionClosed {
        model: accounts.model.key(),
        number: version.number
    });
    Ok(())
}
