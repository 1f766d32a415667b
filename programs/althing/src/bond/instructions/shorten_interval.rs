use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::bond::{entries, state::log_bond::require_interval, LogBond};
use crate::dao::Dao;
use crate::error::AlthingError;

#[derive(Accounts)]
pub struct ShortenInterval<'info> {
    #[account(has_one = log @ AlthingError::WrongLog)]
    pub dao: Box<Account<'info, Dao>>,
    #[account(
        mut,
        has_one = dao @ AlthingError::WrongDao,
        has_one = operator @ AlthingError::NotBondOperator
    )]
    pub bond: AccountLoader<'info, LogBond>,
    /// The organisation's log.
    #[account(mut)]
    pub log: AccountLoader<'info, AuditLog>,
    pub operator: Signer<'info>,
}

/// Promises checkpoints more often.
///
/// # Specification
/// - Only the operator may.
/// - The interval is shorter than before, and within its bounds.
/// - The last checkpoint is not older than the new interval.
/// - The promise is an entry of the organisation's log.
pub fn shorten_interval(ctx: Context<ShortenInterval>, checkpoint_interval: u64) -> Result<()> {
    require_interval(checkpoint_interval)?;
    let accounts = &ctx.accounts;
    {
        let mut bond = accounts.bond.load_mut()?;
        ensure!(
            checkpoint_interval < bond.checkpoint_interval,
            AlthingError::IntervalNotShorter
        );
        bond.checkpoint_interval = checkpoint_interval;
        ensure!(
            !bond.is_overdue(Clock::get()?.slot),
            AlthingError::CheckpointOverdue
        );
    }
    let payload = entries::IntervalShortened {
        bond: accounts.bond.key(),
        checkpoint_interval,
    };
    audit::record(
        &accounts.log,
        EntryKind::IntervalShortened,
        accounts.operator.key,
        &payload,
    )
}
