use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::error::AlthingError;
use crate::rewards::{events::RewardPoolFunded, RewardPool};
use crate::token;

#[derive(Accounts)]
pub struct FundRewardPool<'info> {
    #[account(mut, has_one = mint @ AlthingError::WrongMint, has_one = vault @ AlthingError::WrongVault)]
    pub reward_pool: AccountLoader<'info, RewardPool>,
    #[account(mut, dup)]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Where the tokens come from: any account that the funder may spend from.
    #[account(mut, dup, constraint = from.mint == mint.key() @ AlthingError::WrongMint)]
    pub from: Box<InterfaceAccount<'info, TokenAccount>>,
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    pub funder: Signer<'info>,
    pub token_program: Interface<'info, TokenInterface>,
}

/// Adds funds to a pool. They flow evenly over its window; together with what still flows, over the
/// mean of both times, weighted by the amounts.
///
/// # Specification
/// - Anybody may.
/// - The amount is more than zero, and arrives exactly.
/// - What a pool is ever funded with stays below 2^64 base units.
pub fn fund_reward_pool(ctx: Context<FundRewardPool>, amount: u64) -> Result<()> {
    ensure!(amount > 0, AlthingError::AmountIsZero);
    let accounts = &mut *ctx.accounts;
    token::receive(
        &accounts.from,
        &mut accounts.vault,
        &accounts.mint,
        &accounts.funder,
        &accounts.token_program,
        amount,
    )?;

    let mut pool = accounts.reward_pool.load_mut()?;
    pool.fund(amount, Clock::get()?.unix_timestamp)?;
    emit!(RewardPoolFunded {
        pool: accounts.reward_pool.key(),
        funder: accounts.funder.key(),
        amount,
        time_left: pool.stream.time_left,
    });
    Ok(())
}
