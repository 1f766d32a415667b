use anchor_lang::prelude::*;

use crate::appeals::{events::AppealVoteCast, AppealBallot, Question};
use crate::constants::{ACCOUNT_VERSION, SEED_BALLOT};
use crate::create::create;
use crate::dao::Seat;
use crate::error::AlthingError;

#[derive(Accounts)]
pub struct CastAppealVote<'info> {
    #[account(mut)]
    pub question: AccountLoader<'info, Question>,
    pub seat: AccountLoader<'info, Seat>,
    /// CHECK: this seat's ballot by its address; created here with the first vote.
    #[account(
        mut,
        seeds = [SEED_BALLOT, question.key().as_ref(), seat.key().as_ref()],
        bump
    )]
    pub ballot: UncheckedAccount<'info>,
    pub voter: Signer<'info>,
    /// Pays the rent of a first vote; may be the voter.
    #[account(mut)]
    pub payer: Signer<'info>,
    pub system_program: Program<'info, System>,
}

/// Casts a seat's vote on an appeal (0 uphold, 1 reject, 2 abstain), or changes it.
///
/// # Specification
/// - Only the holder of a seat in the chamber that judges may, while voting is open; the operator and the
///   questioner may not.
/// - `grounds_hash` is the appeal's: a vote counts only for the grounds that the voter saw.
/// - The seat had weight at the appeal's epoch, and that is what counts, however often it is changed.
pub fn cast_appeal_vote<'info>(
    ctx: Context<'info, CastAppealVote<'info>>,
    choice: u8,
    grounds_hash: [u8; 32],
) -> Result<()> {
    let accounts: &CastAppealVote = ctx.accounts;
    let fresh = accounts.ballot.data_is_empty();
    if fresh {
        create_ballot(accounts, ctx.bumps.ballot)?;
    }
    // Only this program can have put data at its own derived address.
    let ballot = AccountLoader::<AppealBallot>::new_unchecked(&accounts.ballot);
    let mut question = accounts.question.load_mut()?;
    question.require_voting(Clock::get()?.unix_timestamp)?;
    ensure!(
        question.grounds_hash == grounds_hash,
        AlthingError::GroundsHashMismatch
    );

    let weight = if fresh {
        let vote = first_vote(accounts, &question, choice, ctx.bumps.ballot)?;
        question.open_ballots = question
            .open_ballots
            .checked_add(1)
            .ok_or(AlthingError::Overflow)?;
        *ballot.load_init()? = vote;
        vote.weight
    } else {
        let mut vote = ballot.load_mut()?;
        ensure_keys_eq!(vote.voter, accounts.voter.key(), AlthingError::WrongHolder);
        question.remove_vote(vote.choice, vote.weight)?;
        vote.choice = choice;
        vote.weight
    };
    question.add_vote(choice, weight)?;
    emit!(AppealVoteCast {
        question: accounts.question.key(),
        voter: accounts.voter.key(),
        choice,
        weight
    });
    if fresh {
        ballot.exit(&crate::ID)?;
    }
    Ok(())
}

fn create_ballot(accounts: &CastAppealVote, bump: u8) -> Result<()> {
    let (question, seat) = (accounts.question.key(), accounts.seat.key());
    let seeds: [&[u8]; 4] = [SEED_BALLOT, question.as_ref(), seat.as_ref(), &[bump]];
    create(
        &accounts.ballot,
        &accounts.payer,
        AppealBallot::SPACE,
        &seeds,
    )
}

/// What a seat's first vote on an appeal is recorded as.
fn first_vote(
    accounts: &CastAppealVote,
    question: &Question,
    choice: u8,
    bump: u8,
) -> Result<AppealBallot> {
    let voter = accounts.voter.key();
    ensure!(
        voter != question.operator && voter != question.questioner,
        AlthingError::ConflictOfInterest
    );
    let seat = accounts.seat.load()?;
    ensure_keys_eq!(seat.chamber, question.chamber, AlthingError::WrongSeat);
    ensure_keys_eq!(seat.holder, voter, AlthingError::WrongHolder);
    let weight = seat.weight_at(question.epoch)?;
    ensure!(weight > 0, AlthingError::NoWeight);
    Ok(AppealBallot {
        version: ACCOUNT_VERSION,
        bump,
        choice,
        _padding: [0; 5],
        question: accounts.question.key(),
        seat: accounts.seat.key(),
        voter,
        payer: accounts.payer.key(),
        weight,
    })
}
