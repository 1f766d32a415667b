use anchor_lang::prelude::*;

use super::SettleQuestion;
use crate::appeals::Question;
use crate::error::AlthingError;

/// Settles a question that the operator has not answered in time.
///
/// # Specification
/// - Anybody may, once, from the second `answer_by` on.
/// - The bond loses the frozen penalty, or what is left of it; the questioner gets the frozen share, the
///   treasury the rest.
/// - The deposit returns to the questioner.
/// - The outcome is an entry of the organisation's log; its actor is the questioner.
pub fn report_unanswered(ctx: Context<SettleQuestion>) -> Result<()> {
    let accounts = &*ctx.accounts;
    {
        let question = accounts.question.load()?;
        question.require_state(Question::OPEN)?;
        ensure!(
            Clock::get()?.unix_timestamp >= question.answer_by,
            AlthingError::AnswerNotOverdue
        );
    }
    accounts.settle(Question::UNANSWERED)
}
