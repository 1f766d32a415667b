use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::audit::{self, AuditLog, EntryKind};
use crate::constants::{ACCOUNT_VERSION, BPS, SEED_REVENUE, SEED_VAULT};
use crate::dao::Dao;
use crate::error::AlthingError;
use crate::registry::ModelVersion;
use crate::revenue::state::revenue_pool::TREASURY;
use crate::revenue::{entries, RevenuePool};
use crate::token::require_plain_mint;

#[derive(Accounts)]
pub struct CreateRevenuePool<'info> {
    #[account(has_one = log @ AlthingError::WrongLog)]
    pub dao: Box<Account<'info, Dao>>,
    #[account(has_one = dao @ AlthingError::WrongDao)]
    pub model_version: AccountLoader<'info, ModelVersion>,
    #[account(
        init,
        payer = payer,
        space = RevenuePool::SPACE,
        seeds = [SEED_REVENUE, model_version.key().as_ref(), mint.key().as_ref()],
        bump
    )]
    pub revenue_pool: AccountLoader<'info, RevenuePool>,
    #[account(
        init,
        payer = payer,
        token::mint = mint,
        token::authority = revenue_pool,
        token::token_program = token_program,
        seeds = [SEED_VAULT, revenue_pool.key().as_ref()],
        bump
    )]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    #[account(mut, dup)]
    pub log: AccountLoader<'info, AuditLog>,
    #[account(mut)]
    pub payer: Signer<'info>,
    pub token_program: Interface<'info, TokenInterface>,
    pub system_program: Program<'info, System>,
}

/// Creates the pool of what a version earns in a mint. Everything is the treasury's until a vote sets the shares.
///
/// # Specification
/// - Anybody may, and can close it again until a vote sets the shares.
/// - The mint has no extension that would break the books.
/// - A version has one pool per mint: a second is refused by the system program.
/// - The pool is an entry of the organisation's log.
pub fn create_revenue_pool(ctx: Context<CreateRevenuePool>) -> Result<()> {
    require_plain_mint(&ctx.accounts.mint)?;
    open_pool(&ctx)?;
    let accounts = &ctx.accounts;
    let payload = entries::RevenuePoolCreated {
        pool: accounts.revenue_pool.key(),
        model_version: accounts.model_version.key(),
        mint: accounts.mint.key(),
    };
    audit::record(
        &accounts.log,
        EntryKind::RevenuePoolCreated,
        accounts.payer.key,
        &payload,
    )
}

/// Field by field: the account is fresh, and a whole value would fill a quarter of the stack frame.
fn open_pool(ctx: &Context<CreateRevenuePool>) -> Result<()> {
    let accounts = &ctx.accounts;
    let mut pool = accounts.revenue_pool.load_init()?;
    pool.version = ACCOUNT_VERSION;
    pool.bump = ctx.bumps.revenue_pool;
    pool.dao = accounts.dao.key();
    pool.model = accounts.model_version.load()?.model;
    pool.model_version = accounts.model_version.key();
    pool.mint = accounts.mint.key();
    pool.vault = accounts.vault.key();
    pool.payer = accounts.payer.key();
    pool.share(TREASURY)?.bps = BPS;
    Ok(())
}
