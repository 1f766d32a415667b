use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::audit::{self, AuditLog, EntryKind};
use crate::constants::*;
use crate::dao::Dao;
use crate::error::AlthingError;
use crate::math::accumulator::Accumulator;
use crate::math::stream::Stream;
use crate::rewards::{entries, RewardPool};
use crate::token::require_plain_mint;

#[derive(Accounts)]
pub struct CreateRewardPool<'info> {
    #[account(has_one = authority @ AlthingError::NotAuthority, has_one = log @ AlthingError::WrongLog)]
    pub dao: Box<Account<'info, Dao>>,
    pub authority: Signer<'info>,
    /// CHECK: any address; whose weights share the rewards is decided by who may feed them.
    pub subject: UncheckedAccount<'info>,
    #[account(
        init,
        payer = payer,
        space = RewardPool::SPACE,
        seeds = [SEED_REWARDS, dao.key().as_ref(), subject.key().as_ref()],
        bump
    )]
    pub reward_pool: AccountLoader<'info, RewardPool>,
    #[account(
        init,
        payer = payer,
        token::mint = mint,
        token::authority = reward_pool,
        token::token_program = token_program,
        seeds = [SEED_VAULT, reward_pool.key().as_ref()],
        bump
    )]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    #[account(mut)]
    pub log: AccountLoader<'info, AuditLog>,
    #[account(mut)]
    pub payer: Signer<'info>,
    pub token_program: Interface<'info, TokenInterface>,
    pub system_program: Program<'info, System>,
}

/// Creates the organisation's reward pool for a subject: its funds are spread over `window` seconds.
///
/// # Specification
/// - Only the authority may; which stake is rewarded, and how fast, is a rule.
/// - The window is 1 second to ten years.
/// - The mint has no extension that would break the books.
/// - A subject has one pool per organisation: a second is refused by the system program.
/// - The pool is an entry of the organisation's log.
pub fn create_reward_pool(ctx: Context<CreateRewardPool>, window: i64) -> Result<()> {
    ensure!(
        (MIN_REWARD_WINDOW..=MAX_REWARD_WINDOW).contains(&window),
        AlthingError::RewardWindowOutOfBounds
    );
    require_plain_mint(&ctx.accounts.mint)?;

    open_pool(&ctx, window)?;
    let accounts = &ctx.accounts;
    let payload = entries::RewardPoolCreated {
        pool: accounts.reward_pool.key(),
        subject: accounts.subject.key(),
        mint: accounts.mint.key(),
        window,
    };
    audit::record(
        &accounts.log,
        EntryKind::RewardPoolCreated,
        accounts.authority.key,
        &payload,
    )
}

#[inline(never)] // A pool fills a third of a stack frame.
fn open_pool(ctx: &Context<CreateRewardPool>, window: i64) -> Result<()> {
    let accounts = &ctx.accounts;
    *accounts.reward_pool.load_init()? = RewardPool {
        version: ACCOUNT_VERSION,
        bump: ctx.bumps.reward_pool,
        _padding: [0; 2],
        positions: 0,
        dao: accounts.dao.key(),
        subject: accounts.subject.key(),
        mint: accounts.mint.key(),
        vault: accounts.vault.key(),
        payer: accounts.payer.key(),
        epoch_zero: accounts.dao.created_at,
        epoch_length: accounts.dao.config.epoch_length,
        window,
        // Never before epoch 0: epochs are counted from this time on.
        last: Clock::get()?.unix_timestamp.max(accounts.dao.created_at),
        funded: 0,
        paid: 0,
        stream: Stream::default(),
        accumulator: Accumulator::default(),
    };
    Ok(())
}
