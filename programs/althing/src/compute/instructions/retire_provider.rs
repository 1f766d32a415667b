use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::compute::{entries, Provider};
use crate::dao::Dao;
use crate::error::AlthingError;

#[derive(Accounts)]
pub struct RetireProvider<'info> {
    #[account(has_one = log @ AlthingError::WrongLog)]
    pub dao: Box<Account<'info, Dao>>,
    #[account(
        mut,
        has_one = dao @ AlthingError::WrongDao,
        has_one = operator @ AlthingError::NotOperator
    )]
    pub provider: AccountLoader<'info, Provider>,
    #[account(mut)]
    pub log: AccountLoader<'info, AuditLog>,
    pub operator: Signer<'info>,
}

/// Takes the provider out of service for good. Stake can leave, and is liable until it has left.
///
/// # Specification
/// - Only the operator may, once.
/// - The retirement is an entry of the organisation's log.
pub fn retire_provider(ctx: Context<RetireProvider>) -> Result<()> {
    let accounts = &ctx.accounts;
    {
        let mut provider = accounts.provider.load_mut()?;
        provider.require_active()?;
        provider.status = Provider::RETIRED;
    }
    let payload = entries::ProviderRetired {
        provider: accounts.provider.key(),
    };
    audit::record(
        &accounts.log,
        EntryKind::ProviderRetired,
        accounts.operator.key,
        &payload,
    )
}
