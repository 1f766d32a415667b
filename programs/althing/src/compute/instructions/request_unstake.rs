use anchor_lang::prelude::*;

use crate::compute::{earning, events::UnstakeRequested, Provider, StakePosition, Unbonding};
use crate::constants::{ACCOUNT_VERSION, SEED_UNBONDING};
use crate::dao::Dao;
use crate::error::AlthingError;
use crate::rewards::{RewardPool, RewardPosition};

#[derive(Accounts)]
pub struct RequestUnstake<'info> {
    pub dao: Box<Account<'info, Dao>>,
    #[account(mut, has_one = dao @ AlthingError::WrongDao)]
    pub provider: AccountLoader<'info, Provider>,
    #[account(
        mut,
        has_one = provider @ AlthingError::WrongProvider,
        has_one = holder @ AlthingError::WrongHolder
    )]
    pub position: AccountLoader<'info, StakePosition>,
    #[account(
        init,
        payer = payer,
        space = Unbonding::SPACE,
        seeds = [SEED_UNBONDING, position.key().as_ref(), &position.load()?.unbonding_count.to_le_bytes()[..]],
        bump
    )]
    pub unbonding: AccountLoader<'info, Unbonding>,
    pub holder: Signer<'info>,
    #[account(mut)]
    pub payer: Signer<'info>,
    /// The provider's reward pool, where the position has joined it.
    #[account(mut)]
    pub reward_pool: Option<AccountLoader<'info, RewardPool>>,
    /// The position's part in it.
    #[account(mut)]
    pub reward_position: Option<AccountLoader<'info, RewardPosition>>,
    pub system_program: Program<'info, System>,
}

/// Starts the way out for some of a position's shares: it earns nothing any more, and stays liable
/// until it is withdrawn.
///
/// # Specification
/// - Only the position's holder may, whatever the provider's state.
/// - The shares are more than zero and at most what the position has.
/// - What they stand for, rounded down, moves to the unbonding pool, into a tranche of its own that is
///   ready after the organisation's withdrawal cooldown.
/// - A position that has joined a reward pool needs that pool and its part in it, another neither.
pub fn request_unstake(ctx: Context<RequestUnstake>, shares: u64) -> Result<()> {
    ensure!(shares > 0, AlthingError::SharesAreZero);
    let accounts = &*ctx.accounts;
    let cooldown = accounts.dao.config.withdrawal_cooldown;
    let ready_at = Clock::get()?
        .unix_timestamp
        .checked_add(cooldown)
        .ok_or(AlthingError::Overflow)?;

    let mut provider = accounts.provider.load_mut()?;
    let mut position = accounts.position.load_mut()?;
    let kept = position
        .live_shares(&provider)
        .checked_sub(shares)
        .ok_or(AlthingError::SharesOverPosition)?;
    let amount = provider
        .active
        .redeem(shares)
        .ok_or(AlthingError::Overflow)?;
    let tranche = provider
        .unbonding
        .issue(amount)
        .ok_or(AlthingError::StakeDoesNotFit)?;
    position.set_shares(&provider, kept);
    earning::feed(
        &position,
        accounts.reward_pool.as_ref(),
        accounts.reward_position.as_ref(),
        kept,
        0,
    )?;

    *accounts.unbonding.load_init()? = Unbonding {
        version: ACCOUNT_VERSION,
        bump: ctx.bumps.unbonding,
        _padding: [0; 6],
        position: accounts.position.key(),
        provider: accounts.provider.key(),
        holder: accounts.holder.key(),
        payer: accounts.payer.key(),
        number: position.unbonding_count,
        shares: tranche,
        round: provider.unbonding.round,
        ready_at,
    };
    position.unbonding_count = position
        .unbonding_count
        .checked_add(1)
        .ok_or(AlthingError::Overflow)?;
    position.open_unbondings = position
        .open_unbondings
        .checked_add(1)
        .ok_or(AlthingError::Overflow)?;
    emit!(UnstakeRequested {
        provider: accounts.provider.key(),
        holder: accounts.holder.key(),
        unbonding: accounts.unbonding.key(),
        shares,
        amount,
        ready_at,
    });
    Ok(())
}
