use anchor_lang::prelude::*;

use crate::compute::{earning, events::RewardsLeft, Provider, StakePosition};
use crate::error::AlthingError;
use crate::rewards::{RewardPool, RewardPosition};

#[derive(Accounts)]
pub struct LeaveRewards<'info> {
    pub provider: AccountLoader<'info, Provider>,
    #[account(mut, has_one = provider @ AlthingError::WrongProvider)]
    pub position: AccountLoader<'info, StakePosition>,
    #[account(mut)]
    pub reward_pool: AccountLoader<'info, RewardPool>,
    #[account(mut, has_one = payer @ AlthingError::WrongPayer, close = payer)]
    pub reward_position: AccountLoader<'info, RewardPosition>,
    pub caller: Signer<'info>,
    /// CHECK: who paid the rent, as the reward position says.
    #[account(mut)]
    pub payer: UncheckedAccount<'info>,
}

/// Takes a stake position's weight out of its reward pool and closes its part there.
///
/// # Specification
/// - The holder may; anybody may where the position has no shares any more or the provider has retired.
/// - The accounts are the pool and the part that the position has joined with.
/// - Nothing is owed: `claim_reward` comes before, best in the same transaction. What is left below one
///   base unit flows to those who stay.
pub fn leave_rewards(ctx: Context<LeaveRewards>) -> Result<()> {
    let accounts = &ctx.accounts;
    let provider = accounts.provider.load()?;
    let mut stake = accounts.position.load_mut()?;
    let over = stake.live_shares(&provider) == 0 || provider.status == Provider::RETIRED;
    ensure!(
        over || accounts.caller.key() == stake.holder,
        AlthingError::WrongHolder
    );

    let (mut pool, mut part) =
        earning::load(&stake, &accounts.reward_pool, &accounts.reward_position)?;
    pool.feed(&mut part.holding, 0, 0, Clock::get()?.unix_timestamp)?;
    ensure!(part.holding.owed == 0, AlthingError::RewardsOwed);
    pool.stream
        .give_back(part.holding.fraction)
        .ok_or(AlthingError::Overflow)?;
    part.holding.fraction = 0;
    pool.positions = pool
        .positions
        .checked_sub(1)
        .ok_or(AlthingError::Overflow)?;
    stake.reward_position = Pubkey::default();
    emit!(RewardsLeft {
        reward_pool: accounts.reward_pool.key(),
        holder: stake.holder
    });
    Ok(())
}
