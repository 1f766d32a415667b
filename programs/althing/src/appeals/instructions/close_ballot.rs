use anchor_lang::prelude::*;

use crate::appeals::{AppealBallot, Question};
use crate::error::AlthingError;

#[derive(Accounts)]
pub struct CloseBallot<'info> {
    #[account(mut)]
    pub question: AccountLoader<'info, Question>,
    #[account(
        mut,
        has_one = question @ AlthingError::WrongQuestion,
        has_one = payer @ AlthingError::WrongPayer,
        close = payer
    )]
    pub ballot: AccountLoader<'info, AppealBallot>,
    /// CHECK: who paid the rent, as the ballot says.
    #[account(mut)]
    pub payer: UncheckedAccount<'info>,
}

/// Closes a ballot that has been counted; the rent returns to whoever paid it.
///
/// # Specification
/// - Anybody may, once the question is settled.
pub fn close_ballot(ctx: Context<CloseBallot>) -> Result<()> {
    let mut question = ctx.accounts.question.load_mut()?;
    ensure!(question.is_settled(), AlthingError::QuestionNotSettled);
    question.open_ballots = question
        .open_ballots
        .checked_sub(1)
        .ok_or(AlthingError::Overflow)?;
    Ok(())
}
