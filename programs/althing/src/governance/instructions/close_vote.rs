use anchor_lang::prelude::*;

use crate::error::AlthingError;
use crate::governance::{Proposal, VoteRecord};

#[derive(Accounts)]
pub struct CloseVote<'info> {
    #[account(mut)]
    pub proposal: AccountLoader<'info, Proposal>,
    #[account(
        mut,
        has_one = proposal @ AlthingError::WrongVoteRecord,
        has_one = payer @ AlthingError::WrongPayer,
        close = payer
    )]
    pub vote_record: AccountLoader<'info, VoteRecord>,
    /// CHECK: who paid the rent, as the record says.
    #[account(mut)]
    pub payer: UncheckedAccount<'info>,
}

/// Closes the record of a vote that has been counted; the rent returns to whoever paid it.
///
/// # Specification
/// - Anybody may, once the proposal is no longer open to votes.
pub fn close_vote(ctx: Context<CloseVote>) -> Result<()> {
    let mut proposal = ctx.accounts.proposal.load_mut()?;
    ensure!(
        proposal.state != Proposal::VOTING,
        AlthingError::ProposalNotFinished
    );
    proposal.open_votes = proposal
        .open_votes
        .checked_sub(1)
        .ok_or(AlthingError::Overflow)?;
    Ok(())
}
