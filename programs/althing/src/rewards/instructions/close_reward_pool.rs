use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::constants::SEED_REWARDS;
use crate::dao::Dao;
use crate::error::AlthingError;
use crate::rewards::{events::RewardPoolClosed, RewardPool};
use crate::token;

#[derive(Accounts)]
pub struct CloseRewardPool<'info> {
    pub dao: Box<Account<'info, Dao>>,
    #[account(
        mut,
        has_one = dao @ AlthingError::WrongDao,
        has_one = mint @ AlthingError::WrongMint,
        has_one = vault @ AlthingError::WrongVault,
        has_one = payer @ AlthingError::WrongPayer,
        close = payer
    )]
    pub reward_pool: AccountLoader<'info, RewardPool>,
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
    pub caller: Signer<'info>,
    /// CHECK: who paid the rent, as the pool says.
    #[account(mut)]
    pub payer: UncheckedAccount<'info>,
    pub token_program: Interface<'info, TokenInterface>,
}

/// Closes a pool and its vault; the rent returns to whoever paid it, what is left to the treasury.
///
/// # Specification
/// - No position is open: everybody who had a part in it has been paid.
/// - Anybody may, once the pool was funded and all of it has flowed; before that the authority may.
/// - What is left in the vault goes to a token account of the authority.
pub fn close_reward_pool(ctx: Context<CloseRewardPool>) -> Result<()> {
    let accounts = &*ctx.accounts;
    let (dao, subject, bump) = {
        let pool = accounts.reward_pool.load()?;
        ensure!(pool.positions == 0, AlthingError::RewardPoolInUse);
        let allowed = pool.is_finished() || accounts.caller.key() == accounts.dao.authority;
        ensure!(allowed, AlthingError::RewardPoolNotFinished);
        (pool.dao, pool.subject, pool.bump)
    };
    let seeds: &[&[u8]] = &[SEED_REWARDS, dao.as_ref(), subject.as_ref(), &[bump]];
    let returned = token::close_vault(
        &accounts.vault,
        accounts.treasury.as_deref(),
        &accounts.mint,
        accounts.payer.to_account_info(),
        accounts.reward_pool.to_account_info(),
        &accounts.token_program,
        seeds,
    )?;
    emit!(RewardPoolClosed {
        pool: accounts.reward_pool.key(),
        returned
    });
    Ok(())
}
