use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::dao::{entries, Config, Dao};
use crate::error::AlthingError;

#[derive(Accounts)]
pub struct UpdateConfig<'info> {
    #[account(mut, has_one = authority @ AlthingError::NotAuthority, has_one = log @ AlthingError::WrongLog, dup)]
    pub dao: Box<Account<'info, Dao>>,
    pub authority: Signer<'info>,
    #[account(mut)]
    pub log: AccountLoader<'info, AuditLog>,
}

/// Replaces the rules. Proposals that were submitted before keep theirs.
///
/// # Specification
/// - Only the authority may.
/// - Every rule is within its bounds, as at foundation; the epoch length stays as it is.
/// - The change is an entry of the organisation's log.
pub fn update_config(ctx: Context<UpdateConfig>, config: Config) -> Result<()> {
    let dao = &mut ctx.accounts.dao;
    config.validate()?;
    ensure_eq!(
        config.epoch_length,
        dao.config.epoch_length,
        AlthingError::EpochLengthIsFixed
    );
    dao.config = config.clone();
    let payload = entries::ConfigUpdated { config };
    audit::record(
        &ctx.accounts.log,
        EntryKind::ConfigUpdated,
        ctx.accounts.authority.key,
        &payload,
    )
}
