use anchor_lang::prelude::*;

use crate::error::AlthingError;
use crate::governance::{events::VoteWithdrawn, Proposal, VoteRecord};

#[derive(Accounts)]
pub struct WithdrawVote<'info> {
    #[account(mut)]
    pub proposal: AccountLoader<'info, Proposal>,
    #[account(
        mut,
        has_one = proposal @ AlthingError::WrongVoteRecord,
        has_one = voter @ AlthingError::WrongVoteRecord,
        has_one = payer @ AlthingError::WrongPayer,
        close = payer
    )]
    pub vote_record: AccountLoader<'info, VoteRecord>,
    pub voter: Signer<'info>,
    /// CHECK: who paid the rent, as the record says.
    #[account(mut)]
    pub payer: UncheckedAccount<'info>,
}

/// Takes a vote back, as if it had never been cast.
///
/// # Specification
/// - Only who cast it may, while voting is open.
/// - The record's rent returns to whoever paid it.
pub fn withdraw_vote(ctx: Context<WithdrawVote>) -> Result<()> {
    let mut proposal = ctx.accounts.proposal.load_mut()?;
    proposal.require_voting(Clock::get()?.unix_timestamp)?;
    let vote = ctx.accounts.vote_record.load()?;
    proposal.remove_vote(vote.choice, vote.weight)?;
    proposal.open_votes = proposal
        .open_votes
        .checked_sub(1)
        .ok_or(AlthingError::Overflow)?;
    emit!(VoteWithdrawn {
        proposal: ctx.accounts.proposal.key(),
        voter: vote.voter
    });
    Ok(())
}
