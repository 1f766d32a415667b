use anchor_lang::prelude::*;

use crate::constants::{ACCOUNT_VERSION, SEED_VOTE};
use crate::create::create;
use crate::dao::Seat;
use crate::error::AlthingError;
use crate::governance::{events::VoteCast, Proposal, VoteRecord};

#[derive(Accounts)]
pub struct CastVote<'info> {
    #[account(mut)]
    pub proposal: AccountLoader<'info, Proposal>,
    pub seat: AccountLoader<'info, Seat>,
    /// CHECK: this seat's record by its address; created here with the first vote.
    #[account(
        mut,
        seeds = [SEED_VOTE, proposal.key().as_ref(), seat.key().as_ref()],
        bump
    )]
    pub vote_record: UncheckedAccount<'info>,
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
pub fn cast_vote<'info>(
    ctx: Context<'info, CastVote<'info>>,
    choice: u8,
    action_hash: [u8; 32],
) -> Result<()> {
    let accounts: &CastVote = ctx.accounts;
    let fresh = accounts.vote_record.data_is_empty();
    if fresh {
        create_record(accounts, ctx.bumps.vote_record)?;
    }
    // Only this program can have put data at its own derived address.
    let record = AccountLoader::<VoteRecord>::new_unchecked(&accounts.vote_record);
    let mut proposal = accounts.proposal.load_mut()?;
    proposal.require_voting(Clock::get()?.unix_timestamp)?;
    ensure!(
        proposal.action_hash == action_hash,
        AlthingError::ActionHashMismatch
    );

    let weight = if fresh {
        let vote = first_vote(accounts, &proposal, choice, ctx.bumps.vote_record)?;
        proposal.open_votes = proposal
            .open_votes
            .checked_add(1)
            .ok_or(AlthingError::Overflow)?;
        *record.load_init()? = vote;
        vote.weight
    } else {
        let mut vote = record.load_mut()?;
        ensure_keys_eq!(vote.voter, accounts.voter.key(), AlthingError::WrongHolder);
        proposal.remove_vote(vote.choice, vote.weight)?;
        vote.choice = choice;
        vote.weight
    };
    proposal.add_vote(choice, weight)?;
    emit!(VoteCast {
        proposal: accounts.proposal.key(),
        voter: accounts.voter.key(),
        choice,
        weight
    });
    if fresh {
        record.exit(&crate::ID)?;
    }
    Ok(())
}

fn create_record(accounts: &CastVote, bump: u8) -> Result<()> {
    let (proposal, seat) = (accounts.proposal.key(), accounts.seat.key());
    let seeds: [&[u8]; 4] = [SEED_VOTE, proposal.as_ref(), seat.as_ref(), &[bump]];
    create(
        &accounts.vote_record,
        &accounts.payer,
        VoteRecord::SPACE,
        &seeds,
    )
}

/// What a seat's first vote on a proposal is recorded as.
fn first_vote(
    accounts: &CastVote,
    proposal: &Proposal,
    choice: u8,
    bump: u8,
) -> Result<VoteRecord> {
    let seat = accounts.seat.load()?;
    ensure_keys_eq!(seat.chamber, proposal.chamber, AlthingError::WrongSeat);
    ensure_keys_eq!(seat.holder, accounts.voter.key(), AlthingError::WrongHolder);
    let weight = seat.weight_at(proposal.epoch)?;
    ensure!(weight > 0, AlthingError::NoWeight);
    Ok(VoteRecord {
        version: ACCOUNT_VERSION,
        bump,
        choice,
        _padding: [0; 5],
        proposal: accounts.proposal.key(),
        seat: accounts.seat.key(),
        voter: accounts.voter.key(),
        payer: accounts.payer.key(),
        weight,
    })
}
