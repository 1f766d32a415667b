use anchor_lang::prelude::*;

use crate::error::AlthingError;
use crate::governance::{Action, Proposal};

#[derive(Accounts)]
pub struct CloseAction<'info> {
    #[account(mut)]
    pub proposal: AccountLoader<'info, Proposal>,
    #[account(
        mut,
        has_one = proposal @ AlthingError::WrongAction,
        has_one = payer @ AlthingError::WrongPayer,
        close = payer,
        dup
    )]
    pub action: Box<Account<'info, Action>>,
    /// CHECK: who paid the rent, as the action says.
    #[account(mut)]
    pub payer: UncheckedAccount<'info>,
}

/// Closes an action of a finished proposal; the rent returns to whoever paid it.
///
/// # Specification
/// - Anybody may, once the proposal is defeated, executed, cancelled or expired.
pub fn close_action(ctx: Context<CloseAction>) -> Result<()> {
    let mut proposal = ctx.accounts.proposal.load_mut()?;
    proposal.require_finished(Clock::get()?.unix_timestamp)?;
    proposal.open_actions = proposal
        .open_actions
        .checked_sub(1)
        .ok_or(AlthingError::Overflow)?;
    Ok(())
}
