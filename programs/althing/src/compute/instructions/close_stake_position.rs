use anchor_lang::prelude::*;

use crate::compute::{Provider, StakePosition};
use crate::error::AlthingError;

#[derive(Accounts)]
pub struct CloseStakePosition<'info> {
    #[account(mut)]
    pub provider: AccountLoader<'info, Provider>,
    #[account(
        mut,
        has_one = provider @ AlthingError::WrongProvider,
        has_one = payer @ AlthingError::WrongPayer,
        close = payer
    )]
    pub position: AccountLoader<'info, StakePosition>,
    /// CHECK: who paid the rent, as the position says.
    #[account(mut)]
    pub payer: UncheckedAccount<'info>,
}

/// Closes an empty stake position; the rent returns to whoever paid it.
///
/// # Specification
/// - Anybody may.
/// - The position has no shares (or a slash of everything voided them), no open tranche, and no part in
///   a reward pool.
pub fn close_stake_position(ctx: Context<CloseStakePosition>) -> Result<()> {
    let mut provider = ctx.accounts.provider.load_mut()?;
    let empty = ctx.accounts.position.load()?.is_empty(&provider);
    ensure!(empty, AlthingError::StakePositionNotEmpty);
    provider.positions = provider
        .positions
        .checked_sub(1)
        .ok_or(AlthingError::Overflow)?;
    Ok(())
}
