use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::error::AlthingError;
use crate::registry::entries::VersionAttested;
use crate::registry::{Attestation, Model, ModelVersion};

#[derive(Accounts)]
pub struct WithdrawAttestation<'info> {
    #[account(has_one = log @ AlthingError::WrongLog)]
    pub model: Box<Account<'info, Model>>,
    #[account(mut, dup, has_one = model @ AlthingError::WrongModel)]
    pub model_version: AccountLoader<'info, ModelVersion>,
    #[account(
        mut,
        has_one = model_version @ AlthingError::WrongModelVersion,
        has_one = evaluator @ AlthingError::WrongEvaluator,
        has_one = payer @ AlthingError::WrongPayer,
        close = payer
    )]
    pub attestation: AccountLoader<'info, Attestation>,
    #[account(mut)]
    pub log: AccountLoader<'info, AuditLog>,
    pub evaluator: Signer<'info>,
    /// CHECK: who paid the rent, as the attestation says.
    #[account(mut)]
    pub payer: UncheckedAccount<'info>,
}

/// Takes an evaluator's word on a version back, as if it had never been given; the rent returns to
/// whoever paid it.
///
/// # Specification
/// - Only the evaluator may, with or without weight.
/// - The version is a draft or staged: what was decided upon does not change.
/// - The withdrawal is an entry of the model's log, of the kind `VersionAttested`.
pub fn withdraw_attestation(ctx: Context<WithdrawAttestation>) -> Result<()> {
    let accounts = &mut *ctx.accounts;
    let attestation = accounts.attestation.load()?;
    let version = &mut accounts.model_version.load_mut()?;
    version.uncount_attestation(attestation.has_passed())?;
    let payload = VersionAttested {
        number: version.number,
        verdict: VersionAttested::TAKEN_BACK,
        seat: attestation.seat,
        result_hash: attestation.result_hash,
        passed: version.attestations_passed,
        failed: version.attestations_failed,
    };
    audit::record(
        &accounts.log,
        EntryKind::VersionAttested,
        accounts.evaluator.key,
        &payload,
    )
}
