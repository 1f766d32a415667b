use anchor_lang::prelude::*;

use crate::error::AlthingError;
use crate::signing::{events::VersionSignatureClosed, SigningKey, VersionSignature};

#[derive(Accounts)]
pub struct CloseVersionSignature<'info> {
    #[account(mut)]
    pub signing_key: AccountLoader<'info, SigningKey>,
    #[account(
        mut,
        has_one = signing_key @ AlthingError::WrongSigningKey,
        has_one = model_version @ AlthingError::WrongModelVersion,
        has_one = payer @ AlthingError::WrongPayer,
        close = payer
    )]
    pub signature: AccountLoader<'info, VersionSignature>,
    /// CHECK: the address of a version that is closed.
    #[account(constraint = model_version.owner != &crate::ID @ AlthingError::SignedVersionStillOpen)]
    pub model_version: UncheckedAccount<'info>,
    /// CHECK: who paid the rent, as the signature says.
    #[account(mut)]
    pub payer: UncheckedAccount<'info>,
}

/// Closes a signature over a version that is closed; the rent returns to whoever paid it.
///
/// # Specification
/// - Anybody may.
/// - The version is closed: while it exists, so do its signatures, good or bad.
pub fn close_version_signature(ctx: Context<CloseVersionSignature>) -> Result<()> {
    let accounts = &*ctx.accounts;
    accounts.signing_key.load_mut()?.forget_signature()?;
    emit!(VersionSignatureClosed {
        model_version: accounts.model_version.key(),
        signing_key: accounts.signing_key.key(),
    });
    Ok(())
}
