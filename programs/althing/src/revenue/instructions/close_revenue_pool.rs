use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::audit::{self, AuditLog, EntryKind};
use crate::dao::Dao;
use crate::error::AlthingError;
use crate::revenue::{entries, holders, lineage, RevenuePool};
use crate::token;

#[derive(Accounts)]
pub struct CloseRevenuePool<'info> {
    #[account(has_one = log @ AlthingError::WrongLog)]
    pub dao: Box<Account<'info, Dao>>,
    #[account(
        mut,
        dup,
        has_one = dao @ AlthingError::WrongDao,
        has_one = model_version @ AlthingError::WrongModelVersion,
        has_one = mint @ AlthingError::WrongMint,
        has_one = vault @ AlthingError::WrongVault,
        has_one = payer @ AlthingError::WrongPayer,
        close = payer
    )]
    pub revenue_pool: AccountLoader<'info, RevenuePool>,
    /// CHECK: the pool's version, which may be closed.
    pub model_version: UncheckedAccount<'info>,
    #[account(mut, dup)]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// A token account of the organisation's authority, where something is left in the vault.
    #[account(
        mut,
        dup,
        constraint = treasury.mint == mint.key() @ AlthingError::WrongMint,
        constraint = treasury.owner == dao.authority @ AlthingError::WrongTokenOwner
    )]
    pub treasury: Option<Box<InterfaceAccount<'info, TokenAccount>>>,
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    #[account(mut, dup)]
    pub log: AccountLoader<'info, AuditLog>,
    pub caller: Signer<'info>,
    /// CHECK: who paid the rent, as the pool says.
    #[account(mut, dup)]
    pub payer: UncheckedAccount<'info>,
    pub token_program: Interface<'info, TokenInterface>,
    // Remaining accounts: the pools of the version's parents in order, writable, where the shares were set.
}

/// Closes a pool and its vault; the rent returns to whoever paid it, what is left to the treasury.
///
/// # Specification
/// - Nothing is due to anybody. (What is left is less than a base unit for each share, or was sent unasked.)
/// - No pool of a version made from this one passes revenue on to it.
/// - The authority may; its payer while no vote has set its shares; anybody once the version is closed.
/// - The pools that it passed revenue on to are given; they have one child less.
/// - The end is an entry of the organisation's log.
pub fn close_revenue_pool<'info>(ctx: Context<'info, CloseRevenuePool<'info>>) -> Result<()> {
    let accounts = &*ctx.accounts;
    let signature = {
        let pool = accounts.revenue_pool.load()?;
        require_closable(accounts, &pool)?;
        lineage::unlink(&pool, ctx.remaining_accounts)?;
        pool.signature()
    };
    let returned = token::close_vault(
        &accounts.vault,
        accounts.treasury.as_deref(),
        &accounts.mint,
        accounts.payer.to_account_info(),
        accounts.revenue_pool.to_account_info(),
        &accounts.token_program,
        &signature.seeds(),
    )?;
    let payload = entries::RevenuePoolClosed {
        pool: accounts.revenue_pool.key(),
        returned,
    };
    audit::record(
        &accounts.log,
        EntryKind::RevenuePoolClosed,
        accounts.caller.key,
        &payload,
    )
}

fn require_closable(accounts: &CloseRevenuePool, pool: &RevenuePool) -> Result<()> {
    let caller = accounts.caller.key();
    let authority = caller == accounts.dao.authority;
    let unshared = caller == pool.payer && !pool.is_shared();
    let orphaned = holders::is_closed(&accounts.model_version);
    ensure!(
        authority || unshared || orphaned,
        AlthingError::RevenuePoolInUse
    );
    ensure!(pool.is_paid_out(), AlthingError::RevenueStillDue);
    ensure_eq!(pool.children, 0, AlthingError::RevenueChildrenOpen);
    Ok(())
}
