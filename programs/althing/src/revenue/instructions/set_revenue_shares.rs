use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::dao::Dao;
use crate::error::AlthingError;
use crate::registry::ModelVersion;
use crate::revenue::{entries, lineage, RevenuePool, RevenueTable};

#[derive(Accounts)]
pub struct SetRevenueShares<'info> {
    #[account(has_one = authority @ AlthingError::NotAuthority, has_one = log @ AlthingError::WrongLog)]
    pub dao: Box<Account<'info, Dao>>,
    pub authority: Signer<'info>,
    #[account(
        mut,
        dup,
        has_one = dao @ AlthingError::WrongDao,
        has_one = model_version @ AlthingError::WrongModelVersion
    )]
    pub revenue_pool: AccountLoader<'info, RevenuePool>,
    pub model_version: AccountLoader<'info, ModelVersion>,
    #[account(mut, dup)]
    pub log: AccountLoader<'info, AuditLog>,
    // Remaining accounts: the pools of the version's parents in order, writable. Looked at the first time.
}

/// Sets how a version's revenue is shared from now on. What is due already stays as it was shared.
///
/// # Specification
/// - Only the authority may.
/// - The version was promoted once, so that what it was made from is final, and its data's owners had consented.
/// - The first time, the pools of its parents in the same mint are given. From then on they stay while this one does.
/// - The shares add up to exactly 10,000 basis points, and each belongs to somebody.
/// - The table is an entry of the organisation's log.
pub fn set_revenue_shares<'info>(
    ctx: Context<'info, SetRevenueShares<'info>>,
    table: RevenueTable,
) -> Result<()> {
    let accounts = &*ctx.accounts;
    {
        let version = accounts.model_version.load()?;
        ensure!(version.promoted_at != 0, AlthingError::VersionNotReleased);
        lineage::link(&accounts.revenue_pool, &version, ctx.remaining_accounts)?;
        let mut pool = accounts.revenue_pool.load_mut()?;
        pool.set_table(&version, &table)?;
    }
    let payload = entries::RevenueSharesSet {
        pool: accounts.revenue_pool.key(),
        table,
    };
    audit::record(
        &accounts.log,
        EntryKind::RevenueSharesSet,
        accounts.authority.key,
        &payload,
    )
}
