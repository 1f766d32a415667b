use anchor_lang::prelude::*;

use crate::error::AlthingError;
use crate::registry::events::AttestationClosed;
use crate::registry::{Attestation, ModelVersion};

#[derive(Accounts)]
pub struct CloseAttestation<'info> {
    #[account(
        mut,
        dup,
        constraint = !model_version.load()?.status().is_open() @ AlthingError::AttestationStillCounts
    )]
    pub model_version: AccountLoader<'info, ModelVersion>,
    #[account(
        mut,
        has_one = model_version @ AlthingError::WrongModelVersion,
        has_one = payer @ AlthingError::WrongPayer,
        close = payer
    )]
    pub attestation: AccountLoader<'info, Attestation>,
    /// CHECK: who paid the rent, as the attestation says.
    #[account(mut)]
    pub payer: UncheckedAccount<'info>,
}

/// Closes an attestation that cannot change any more; the rent returns to whoever paid it.
///
/// # Specification
/// - Anybody may.
/// - The version was promoted or revoked. Its tally stays.
pub fn close_attestation(ctx: Context<CloseAttestation>) -> Result<()> {
    let accounts = &mut *ctx.accounts;
    accounts.model_version.load_mut()?.forget_attestation()?;
    let evaluator = accounts.attestation.load()?.evaluator;
    emit!(AttestationClosed {
        model_version: accounts.model_version.key(),
        evaluator
    });
    Ok(())
}
