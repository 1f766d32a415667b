use anchor_lang::prelude::*;

use crate::dao::Dao;
use crate::error::AlthingError;
use crate::witness::{events::WitnessedLogClosed, WitnessSet, WitnessedLog};

#[derive(Accounts)]
pub struct CloseWitnessedLog<'info> {
    #[account(has_one = authority @ AlthingError::NotAuthority)]
    pub dao: Box<Account<'info, Dao>>,
    pub authority: Signer<'info>,
    #[account(mut, has_one = dao @ AlthingError::WrongDao)]
    pub witness_set: AccountLoader<'info, WitnessSet>,
    #[account(
        mut,
        has_one = witness_set @ AlthingError::WrongWitnessSet,
        has_one = payer @ AlthingError::WrongPayer,
        close = payer
    )]
    pub witnessed_log: AccountLoader<'info, WitnessedLog>,
    /// CHECK: who paid the rent, as the account says.
    #[account(mut)]
    pub payer: UncheckedAccount<'info>,
}

/// Ends the witnessing of a log; the rent returns to whoever paid it. The log can be admitted anew.
///
/// # Specification
/// - Only the authority may.
/// - No checkpoint of it is open.
pub fn close_witnessed_log(ctx: Context<CloseWitnessedLog>) -> Result<()> {
    let accounts = &*ctx.accounts;
    let log = accounts.witnessed_log.load()?;
    ensure_eq!(log.checkpoints, 0, AlthingError::CheckpointsOpen);
    accounts.witness_set.load_mut()?.forget_log()?;
    emit!(WitnessedLogClosed {
        witnessed_log: accounts.witnessed_log.key(),
        audit_log: log.audit_log,
    });
    Ok(())
}
