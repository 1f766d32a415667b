use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::compute::{earning, events::TokensStaked, Provider, StakePosition};
use crate::error::AlthingError;
use crate::rewards::{RewardPool, RewardPosition};
use crate::token;

#[derive(Accounts)]
pub struct StakeTokens<'info> {
    #[account(mut, has_one = mint @ AlthingError::WrongMint, has_one = vault @ AlthingError::WrongVault)]
    pub provider: AccountLoader<'info, Provider>,
    #[account(
        mut,
        has_one = provider @ AlthingError::WrongProvider,
        has_one = holder @ AlthingError::WrongHolder
    )]
    pub position: AccountLoader<'info, StakePosition>,
    #[account(mut, dup)]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Where the tokens come from: any account that the holder may spend from.
    #[account(mut, dup, constraint = from.mint == mint.key() @ AlthingError::WrongMint)]
    pub from: Box<InterfaceAccount<'info, TokenAccount>>,
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    pub holder: Signer<'info>,
    /// The provider's reward pool, where the position has joined it.
    #[account(mut)]
    pub reward_pool: Option<AccountLoader<'info, RewardPool>>,
    /// The position's part in it.
    #[account(mut)]
    pub reward_position: Option<AccountLoader<'info, RewardPosition>>,
    pub token_program: Interface<'info, TokenInterface>,
}

/// Stakes tokens with a provider. They are liable for its offences at once; where the position has
/// joined a reward pool, its weight grows from the next epoch on.
///
/// # Specification
/// - Only the position's holder may, while the provider is active.
/// - The amount is more than zero, and arrives exactly.
/// - Shares are rounded down, and must fit.
/// - A position that has joined a reward pool needs that pool and its part in it, another neither.
pub fn stake_tokens(ctx: Context<StakeTokens>, amount: u64) -> Result<()> {
    ensure!(amount > 0, AlthingError::AmountIsZero);
    let accounts = &mut *ctx.accounts;
    token::receive(
        &accounts.from,
        &mut accounts.vault,
        &accounts.mint,
        &accounts.holder,
        &accounts.token_program,
        amount,
    )?;

    let mut provider = accounts.provider.load_mut()?;
    let mut position = accounts.position.load_mut()?;
    provider.require_active()?;
    let kept = position.live_shares(&provider);
    let issued = provider
        .active
        .issue(amount)
        .ok_or(AlthingError::StakeDoesNotFit)?;
    let shares = kept.checked_add(issued).ok_or(AlthingError::Overflow)?;
    position.set_shares(&provider, shares);
    earning::feed(
        &position,
        accounts.reward_pool.as_ref(),
        accounts.reward_position.as_ref(),
        kept,
        issued,
    )?;
    emit!(TokensStaked {
        provider: accounts.provider.key(),
        holder: accounts.holder.key(),
        amount,
        shares: issued,
    });
    Ok(())
}
