use anchor_lang::prelude::*;

use crate::audit::AuditLog;
use crate::bond::{events::CheckpointNoted, LogBond};
use crate::error::AlthingError;

#[derive(Accounts)]
pub struct NoteCheckpoint<'info> {
    #[account(mut, has_one = audit_log @ AlthingError::WrongAuditLog)]
    pub bond: AccountLoader<'info, LogBond>,
    /// The log that is bonded.
    pub audit_log: AccountLoader<'info, AuditLog>,
    /// The operator where there is nothing new to show; anybody where the log has grown.
    pub caller: Signer<'info>,
}

/// Tells a bond how far its log has come; the next interval begins.
///
/// # Specification
/// - Anybody may once the log has grown: the interval is counted from the slot of the log's last append.
/// - The operator may at any time: the interval is counted from now. By signing, the operator says that the
///   log, as it is, holds everything up to now.
/// - The interval never begins earlier than it did before.
pub fn note_checkpoint(ctx: Context<NoteCheckpoint>) -> Result<()> {
    let accounts = &ctx.accounts;
    let mut bond = accounts.bond.load_mut()?;
    let log = accounts.audit_log.load()?;
    let slot = if accounts.caller.key() == bond.operator {
        Clock::get()?.slot
    } else {
        ensure!(
            log.slot > bond.last_checkpoint_slot,
            AlthingError::CheckpointNotNewer
        );
        log.slot
    };
    bond.note_checkpoint(slot, log.size);
    emit!(CheckpointNoted {
        bond: accounts.bond.key(),
        size: log.size,
        slot,
    });
    Ok(())
}
