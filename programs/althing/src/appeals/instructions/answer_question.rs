use anchor_lang::prelude::*;

use super::open_question::require_logged;
use crate::appeals::state::question::ANSWER_KIND;
use crate::appeals::{events::QuestionAnswered, Question};
use crate::audit::entry::EntryHeader;
use crate::audit::AuditLog;
use crate::bond::LogBond;
use crate::error::AlthingError;

#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct AnswerQuestionArgs {
    /// SHA-256 of the salted answer.
    pub answer_hash: [u8; 32],
    /// Index of the answer's entry in the log.
    pub index: u64,
    /// The entry's time, unix seconds.
    pub timestamp: i64,
    /// The entry's slot.
    pub slot: u64,
    /// That the entry is in the log, as in `open_question`.
    pub proof: Vec<[u8; 32]>,
}

#[derive(Accounts)]
pub struct AnswerQuestion<'info> {
    #[account(
        mut,
        has_one = bond @ AlthingError::WrongBond,
        has_one = audit_log @ AlthingError::WrongAuditLog,
        has_one = operator @ AlthingError::NotBondOperator
    )]
    pub question: AccountLoader<'info, Question>,
    #[account(mut)]
    pub bond: AccountLoader<'info, LogBond>,
    pub audit_log: AccountLoader<'info, AuditLog>,
    pub operator: Signer<'info>,
}

/// Answers a question, by an entry of the log that was questioned.
///
/// # Specification
/// - Only the operator may, once, before `answer_by`.
/// - The log holds, at an index that it did not have when the question was asked, an entry of the operator's
///   of kind 1100 whose payload is the question's address and the answer's hash. `append_entry` makes it, or
///   a batch that holds the same bytes.
/// - From now on an appeal is possible for the appeal period; only the penalty of an appeal is at stake.
pub fn answer_question(ctx: Context<AnswerQuestion>, args: AnswerQuestionArgs) -> Result<()> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let key = accounts.question.key();
    let mut question = accounts.question.load_mut()?;
    question.require_state(Question::OPEN)?;
    ensure!(now < question.answer_by, AlthingError::AnswerTooLate);
    ensure!(args.answer_hash != [0; 32], AlthingError::HashIsZero);
    ensure!(args.index >= question.log_size, AlthingError::AnswerNotNew);
    let entry = EntryHeader {
        log: accounts.audit_log.key(),
        index: args.index,
        timestamp: args.timestamp,
        slot: args.slot,
        actor: accounts.operator.key(),
        kind: ANSWER_KIND,
    };
    let leaf = entry.leaf(&Question::answer_payload(&key, &args.answer_hash))?;
    require_logged(&accounts.audit_log, args.index, &leaf, &args.proof)?;

    question.answer_hash = args.answer_hash;
    question.answer_index = args.index;
    question.appeal_by = now
        .checked_add(question.appeal_period)
        .ok_or(AlthingError::Overflow)?;
    question.enter(Question::ANSWERED, &mut *accounts.bond.load_mut()?)?;
    emit!(QuestionAnswered {
        question: key,
        index: args.index,
        answer_hash: args.answer_hash,
        appeal_by: question.appeal_by,
    });
    Ok(())
}
