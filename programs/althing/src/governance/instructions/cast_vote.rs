use anchor_lang::prelude::*;

use crate::constants::{ACCOUNT_VERSION, SEED_VOTE};
use crate::dao::Seat;
use crate::error::AlthingError;
use crate::governance::{events::VoteCast, Proposal, VoteRecord};

#[derive(Accounts)]
pub struct CastVote<'info> {
    #[account(mut)]
    pub proposal: AccountLoader<'info, Proposal>,
    #[account(
        constraint = seat.load()?.holder == voter.key() @ AlthingError::WrongHolder,
        constraint = seat.load()?.chamber == proposal.load()?.chamber @ AlthingError::WrongSeat
    )]
    pub seat: AccountLoader<'info, Seat>,
    #[account(
        init_if_needed,
        payer = payer,
        space = VoteRecord::SPACE,
        seeds = [SEED_VOTE, proposal.key().as_ref(), seat.key().as_ref()],
        bump
    )]
    pub vote_record: AccountLoader<'info, VoteRecord>,
    pub voter: Signer<'info>,
    /// Pays the rent of a first vote; may be the voter.
    #[account(mut)]
    pub payer: Signer<'info>,
    pub system_program: Program<'info, System>,
}

/// Casts a seat's vote (0 yes, 1 no, 2 abstain), or changes it.
///
/// # Specification
/// - Only the holder of a seat in the proposal's chamber may, while voting is open.
/// - `action_hash` is the proposal's: a vote counts only for the actions that the voter saw.
/// - The seat had weight at the proposal's epoch, and that is what counts, however often it is changed.
pub fn cast_vote(ctx: Context<CastVote>, choice: u8, action_hash: [u8; 32]) -> Result<()> {
    let accounts = &*ctx.accounts;
    let mut proposal = accounts.proposal.load_mut()?;
    proposal.require_voting(Clock::get()?.unix_timestamp)?;
    ensure!(proposal.action_hash == action_hash, AlthingError::ActionHashMismatch);

    // A fresh account has no discriminator yet; an old one has, and then holds this seat's vote.
    let weight = if let Ok(mut vote) = accounts.vote_record.load_init() {
        let weight = accounts.seat.load()?.weight_at(proposal.epoch)?;
        ensure!(weight > 0, AlthingError::NoWeight);
        proposal.open_votes = proposal.open_votes.checked_add(1).ok_or(AlthingError::Overflow)?;
        *vote = VoteRecord {
            version: ACCOUNT_VERSION,
            bump: ctx.bumps.vote_record,
            choice,
            _padding: [0; 5],
            proposal: accounts.proposal.key(),
            seat: accounts.seat.key(),
            voter: accounts.voter.key(),
            payer: accounts.payer.key(),
            weight,
        };
        weight
    } else {
        let mut vote = accounts.vote_record.load_mut()?;
        proposal.remove_vote(vote.choice, vote.weight)?;
        vote.choice = choice;
        vote.weight
    };
    proposal.add_vote(choice, weight)?;
    emit!(VoteCast { proposal: accounts.proposal.key(), voter: accounts.voter.key(), choice, weight });
    Ok(())
}
