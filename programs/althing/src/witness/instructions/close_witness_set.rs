use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::dao::Dao;
use crate::error::AlthingError;
use crate::witness::{entries, WitnessSet};

#[derive(Accounts)]
pub struct CloseWitnessSet<'info> {
    #[account(has_one = authority @ AlthingError::NotAuthority, has_one = log @ AlthingError::WrongLog)]
    pub dao: Box<Account<'info, Dao>>,
    pub authority: Signer<'info>,
    #[account(
        mut,
        has_one = dao @ AlthingError::WrongDao,
        has_one = payer @ AlthingError::WrongPayer,
        close = payer
    )]
    pub witness_set: AccountLoader<'info, WitnessSet>,
    #[account(mut)]
    pub log: AccountLoader<'info, AuditLog>,
    /// CHECK: who paid the rent, as the set says.
    #[account(mut)]
    pub payer: UncheckedAccount<'info>,
}

/// Dismisses all witnesses; the rent returns to whoever paid it.
///
/// # Specification
/// - Only the authority may.
/// - No log is witnessed any more.
/// - The end is an entry of the organisation's log.
pub fn close_witness_set(ctx: Context<CloseWitnessSet>) -> Result<()> {
    let accounts = &*ctx.accounts;
    let payload = {
        let set = accounts.witness_set.load()?;
        ensure_eq!(set.logs, 0, AlthingError::WitnessedLogsOpen);
        entries::WitnessesDismissed {
            revision: set.revision,
        }
    };
    audit::record(
        &accounts.log,
        EntryKind::WitnessesDismissed,
        accounts.authority.key,
        &payload,
    )
}
