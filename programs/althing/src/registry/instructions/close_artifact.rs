use anchor_lang::prelude::*;

use crate::error::AlthingError;
use crate::registry::events::ArtifactClosed;
use crate::registry::Artifact;

#[derive(Accounts)]
pub struct CloseArtifact<'info> {
    #[account(
        mut,
        has_one = owner @ AlthingError::NotArtifactOwner,
        has_one = payer @ AlthingError::WrongPayer,
        constraint = artifact.load()?.links == 0 @ AlthingError::ArtifactInUse,
        close = payer
    )]
    pub artifact: AccountLoader<'info, Artifact>,
    pub owner: Signer<'info>,
    /// CHECK: who paid the rent, as the artifact says.
    #[account(mut)]
    pub payer: UncheckedAccount<'info>,
}

/// Closes an artifact; the rent returns to whoever paid it.
///
/// # Specification
/// - Only its owner may.
/// - No open version links it.
pub fn close_artifact(ctx: Context<CloseArtifact>) -> Result<()> {
    emit!(ArtifactClosed {
        artifact: ctx.accounts.artifact.key()
    });
    Ok(())
}
