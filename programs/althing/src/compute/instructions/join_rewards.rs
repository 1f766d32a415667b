use anchor_lang::prelude::*;

use crate::compute::{events::RewardsJoined, Provider, StakePosition};
use crate::constants::{ACCOUNT_VERSION, SEED_REWARD};
use crate::error::AlthingError;
use crate::math::accumulator::Holding;
use crate::rewards::{RewardPool, RewardPosition};

#[derive(Accounts)]
pub struct JoinRewards<'info> {
    pub provider: AccountLoader<'info, Provider>,
    #[account(
        mut,
        has_one = provider @ AlthingError::WrongProvider,
        has_one = holder @ AlthingError::WrongHolder
    )]
    pub position: AccountLoader<'info, StakePosition>,
    #[account(
        mut,
        constraint = reward_pool.load()?.subject == provider.key() @ AlthingError::WrongRewardPool,
        constraint = reward_pool.load()?.dao == provider.load()?.dao @ AlthingError::WrongDao
    )]
    pub reward_pool: AccountLoader<'info, RewardPool>,
    #[account(
        init,
        payer = payer,
        space = RewardPosition::SPACE,
        seeds = [SEED_REWARD, reward_pool.key().as_ref(), holder.key().as_ref()],
        bump
    )]
    pub reward_position: AccountLoader<'info, RewardPosition>,
    pub holder: Signer<'info>,
    #[account(mut)]
    pub payer: Signer<'info>,
    pub system_program: Program<'info, System>,
}

/// Makes a stake position's shares weight in the provider's reward pool, from the next epoch on.
///
/// # Specification
/// - Only the position's holder may, while the provider is active.
/// - The pool is the organisation's pool for this provider.
/// - The position has shares, and has not joined yet.
pub fn join_rewards(ctx: Context<JoinRewards>) -> Result<()> {
    let accounts = &ctx.accounts;
    let provider = accounts.provider.load()?;
    let mut position = accounts.position.load_mut()?;
    let mut pool = accounts.reward_pool.load_mut()?;
    provider.require_active()?;
    ensure_keys_eq!(
        position.reward_position,
        Pubkey::default(),
        AlthingError::AlreadyJoined
    );
    let weight = position.live_shares(&provider);
    ensure!(weight > 0, AlthingError::NothingStaked);

    let mut holding = Holding::default();
    pool.feed(&mut holding, 0, weight, Clock::get()?.unix_timestamp)?;
    pool.positions = pool
        .positions
        .checked_add(1)
        .ok_or(AlthingError::Overflow)?;
    position.reward_position = accounts.reward_position.key();
    *accounts.reward_position.load_init()? = RewardPosition {
        version: ACCOUNT_VERSION,
        bump: ctx.bumps.reward_position,
        _padding: [0; 6],
        reward_pool: accounts.reward_pool.key(),
        holder: accounts.holder.key(),
        source: accounts.position.key(),
        payer: accounts.payer.key(),
        holding,
    };
    emit!(RewardsJoined {
        reward_pool: accounts.reward_pool.key(),
        holder: accounts.holder.key(),
        weight,
    });
    Ok(())
}
