use anchor_lang::prelude::*;

use crate::audit::AuditLog;
use crate::constants::{ACCOUNT_VERSION, SEED_CHECKPOINT};
use crate::error::AlthingError;
use crate::witness::{events::CheckpointOpened, LogCheckpoint, WitnessSet, WitnessedLog};

#[derive(Accounts)]
#[instruction(size: u64)]
pub struct OpenCheckpoint<'info> {
    pub witness_set: AccountLoader<'info, WitnessSet>,
    #[account(
        mut,
        has_one = witness_set @ AlthingError::WrongWitnessSet,
        has_one = audit_log @ AlthingError::WrongAuditLog
    )]
    pub witnessed_log: AccountLoader<'info, WitnessedLog>,
    pub audit_log: AccountLoader<'info, AuditLog>,
    #[account(
        init,
        payer = payer,
        space = LogCheckpoint::SPACE,
        seeds = [SEED_CHECKPOINT, witnessed_log.key().as_ref(), &size.to_le_bytes()[..]],
        bump
    )]
    pub checkpoint: AccountLoader<'info, LogCheckpoint>,
    #[account(mut)]
    pub payer: Signer<'info>,
    pub system_program: Program<'info, System>,
}

/// Keeps size and root of a witnessed log as they are now, for witnesses to sign.
///
/// # Specification
/// - Anybody may, once per size.
/// - `size` is the log's.
/// - The witnessing was not ended.
pub fn open_checkpoint(ctx: Context<OpenCheckpoint>, size: u64) -> Result<()> {
    let accounts = &*ctx.accounts;
    {
        let mut watched = accounts.witnessed_log.load_mut()?;
        watched.require_witnessed()?;
        watched.count_checkpoint()?;
    }
    let log = accounts.audit_log.load()?;
    ensure_eq!(log.size, size, AlthingError::CheckpointNotCurrent);

    // Field by field: the account is fresh, and what is not set here is zero.
    let mut checkpoint = accounts.checkpoint.load_init()?;
    checkpoint.version = ACCOUNT_VERSION;
    checkpoint.bump = ctx.bumps.checkpoint;
    checkpoint.witnessed_log = accounts.witnessed_log.key();
    checkpoint.audit_log = accounts.audit_log.key();
    checkpoint.payer = accounts.payer.key();
    checkpoint.size = log.size;
    checkpoint.root = log.root;
    checkpoint.slot = log.slot;
    checkpoint.opened_slot = Clock::get()?.slot;
    checkpoint.revision = accounts.witness_set.load()?.revision;
    emit!(CheckpointOpened {
        witnessed_log: checkpoint.witnessed_log,
        audit_log: checkpoint.audit_log,
        size: log.size,
        root: log.root,
    });
    Ok(())
}
