use anchor_lang::prelude::*;

use crate::compute::{Provider, StakePosition};
use crate::constants::{ACCOUNT_VERSION, SEED_STAKE};
use crate::error::AlthingError;

#[derive(Accounts)]
pub struct OpenStakePosition<'info> {
    #[account(mut)]
    pub provider: AccountLoader<'info, Provider>,
    #[account(
        init,
        payer = payer,
        space = StakePosition::SPACE,
        seeds = [SEED_STAKE, provider.key().as_ref(), holder.key().as_ref()],
        bump
    )]
    pub position: AccountLoader<'info, StakePosition>,
    /// CHECK: any key may hold a position; an empty one gives no right.
    pub holder: UncheckedAccount<'info>,
    #[account(mut)]
    pub payer: Signer<'info>,
    pub system_program: Program<'info, System>,
}

/// Opens an empty stake position, which `stake_tokens` then fills.
///
/// # Specification
/// - Anybody may, for anybody, at their own cost: the rent returns to the payer when it closes.
/// - The provider is active.
/// - A holder has one position with a provider: a second is refused by the system program.
pub fn open_stake_position(ctx: Context<OpenStakePosition>) -> Result<()> {
    let mut provider = ctx.accounts.provider.load_mut()?;
    provider.require_active()?;
    provider.positions = provider
        .positions
        .checked_add(1)
        .ok_or(AlthingError::Overflow)?;
    *ctx.accounts.position.load_init()? = StakePosition {
        version: ACCOUNT_VERSION,
        bump: ctx.bumps.position,
        _padding: [0; 2],
        open_unbondings: 0,
        provider: ctx.accounts.provider.key(),
        holder: ctx.accounts.holder.key(),
        payer: ctx.accounts.payer.key(),
        reward_position: Pubkey::default(),
        shares: 0,
        round: provider.active.round,
        unbonding_count: 0,
    };
    Ok(())
}
