use anchor_lang::prelude::*;

use super::SettleQuestion;
use crate::appeals::Question;
use crate::error::AlthingError;

/// Counts the vote on an appeal that is over, and settles the question by it.
///
/// # Specification
/// - Anybody may, once, from the second in which voting ends.
/// - Upheld where turnout reaches the frozen quorum of the frozen denominator, yes reaches the frozen
///   approval and exceeds no, see [`crate::math::tally`]: the bond loses the frozen penalty, or what is left
///   of it, of which the questioner gets the frozen share and the treasury the rest; the deposit returns.
/// - Undecided where turnout does not reach the quorum: the deposit returns.
/// - Rejected else: the deposit goes to the treasury.
/// - The outcome is an entry of the organisation's log; its actor is the questioner.
pub fn finalize_appeal(ctx: Context<SettleQuestion>) -> Result<()> {
    let accounts = &*ctx.accounts;
    let verdict = {
        let question = accounts.question.load()?;
        question.require_state(Question::APPEALED)?;
        ensure!(
            Clock::get()?.unix_timestamp >= question.voting_ends_at,
            AlthingError::VotingNotOver
        );
        question.verdict()
    };
    accounts.settle(verdict)
}
