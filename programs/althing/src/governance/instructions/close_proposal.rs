use anchor_lang::prelude::*;

use crate::error::AlthingError;
use crate::governance::Proposal;

#[derive(Accounts)]
pub struct CloseProposal<'info> {
    #[account(mut, has_one = payer @ AlthingError::WrongPayer, close = payer)]
    pub proposal: AccountLoader<'info, Proposal>,
    /// CHECK: who paid the rent, as the proposal says.
    #[account(mut)]
    pub payer: UncheckedAccount<'info>,
}

/// Closes a finished proposal; the rent returns to whoever paid it. What it decided stays in the log.
///
/// # Specification
/// - Anybody may, once it is defeated, executed, cancelled or expired.
/// - Its votes and actions are closed, so that nobody's rent is stranded.
pub fn close_proposal(ctx: Context<CloseProposal>) -> Result<()> {
    let proposal = ctx.accounts.proposal.load()?;
    proposal.require_finished(Clock::get()?.unix_timestamp)?;
    let children = proposal.open_votes > 0 || proposal.open_actions > 0;
    ensure!(!children, AlthingError::ProposalHasChildren);
    Ok(())
}
