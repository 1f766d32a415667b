use anchor_lang::prelude::*;

use crate::dao::Dao;
use crate::error::AlthingError;
use crate::witness::{
    events::WitnessedLogClosed, events::WitnessingEnding, WitnessSet, WitnessedLog,
};

#[derive(Accounts)]
pub struct CloseWitnessedLog<'info> {
    pub dao: Box<Account<'info, Dao>>,
    /// The authority, or anybody where it has ended the witnessing before.
    pub closer: Signer<'info>,
    #[account(mut, has_one = dao @ AlthingError::WrongDao)]
    pub witness_set: AccountLoader<'info, WitnessSet>,
    #[account(
        mut,
        has_one = witness_set @ AlthingError::WrongWitnessSet,
        has_one = payer @ AlthingError::WrongPayer
    )]
    pub witnessed_log: AccountLoader<'info, WitnessedLog>,
    /// CHECK: who paid the rent, as the account says.
    #[account(mut)]
    pub payer: UncheckedAccount<'info>,
}

/// Ends the witnessing of a log. The account is closed with its last checkpoint gone; the rent returns to whoever
/// paid it, and the log can be admitted anew.
///
/// # Specification
/// - The authority may at any time. Where there are checkpoints, the account stays and takes no new ones and no
///   cosignatures, and anybody may close those that there are: nobody keeps a log witnessed by opening the next one.
/// - Anybody may once the authority has, and no checkpoint is left.
pub fn close_witnessed_log(ctx: Context<CloseWitnessedLog>) -> Result<()> {
    let accounts = &*ctx.accounts;
    let (checkpoints, audit_log) = {
        let mut log = accounts.witnessed_log.load_mut()?;
        if accounts.closer.key() == accounts.dao.authority {
            log.ending = 1;
        } else {
            ensure!(log.is_ending(), AlthingError::NotAuthority);
            ensure_eq!(log.checkpoints, 0, AlthingError::CheckpointsOpen);
        }
        (log.checkpoints, log.audit_log)
    };
    let witnessed_log = accounts.witnessed_log.key();
    if checkpoints > 0 {
        emit!(WitnessingEnding {
            witnessed_log,
            audit_log,
            checkpoints,
        });
        return Ok(());
    }
    accounts.witness_set.load_mut()?.forget_log()?;
    accounts
        .witnessed_log
        .close(accounts.payer.to_account_info())?;
    emit!(WitnessedLogClosed {
        witnessed_log,
        audit_log,
    });
    Ok(())
}
