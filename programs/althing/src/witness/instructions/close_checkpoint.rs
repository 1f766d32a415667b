use anchor_lang::prelude::*;

use crate::dao::Dao;
use crate::error::AlthingError;
use crate::witness::{events::CheckpointClosed, LogCheckpoint, WitnessedLog};

#[derive(Accounts)]
pub struct CloseCheckpoint<'info> {
    pub dao: Box<Account<'info, Dao>>,
    #[account(mut, has_one = dao @ AlthingError::WrongDao)]
    pub witnessed_log: AccountLoader<'info, WitnessedLog>,
    #[account(
        mut,
        has_one = witnessed_log @ AlthingError::WrongCheckpoint,
        has_one = payer @ AlthingError::WrongPayer,
        close = payer
    )]
    pub checkpoint: AccountLoader<'info, LogCheckpoint>,
    /// The authority, or anybody where nobody needs the checkpoint any more.
    pub closer: Signer<'info>,
    /// CHECK: who paid the rent, as the checkpoint says.
    #[account(mut)]
    pub payer: UncheckedAccount<'info>,
}

/// Closes a checkpoint; the rent returns to whoever paid it.
///
/// # Specification
/// - Anybody may once a larger tree of the log has been witnessed, where this one was not for 432,000 slots, and
///   where the authority has ended the witnessing.
/// - The authority may at any time.
pub fn close_checkpoint(ctx: Context<CloseCheckpoint>) -> Result<()> {
    let accounts = &*ctx.accounts;
    let checkpoint = accounts.checkpoint.load()?;
    let mut log = accounts.witnessed_log.load_mut()?;
    let needless = log.is_ending() || checkpoint.is_superseded(log.latest_size, Clock::get()?.slot);
    ensure!(
        needless || accounts.closer.key() == accounts.dao.authority,
        AlthingError::CheckpointStillNeeded
    );
    log.forget_checkpoint()?;
    emit!(CheckpointClosed {
        witnessed_log: accounts.witnessed_log.key(),
        size: checkpoint.size,
    });
    Ok(())
}
