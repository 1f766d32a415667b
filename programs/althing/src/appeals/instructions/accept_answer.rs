use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::appeals::deposit::Deposit;
use crate::appeals::Question;
use crate::audit::{self, AuditLog, EntryKind};
use crate::bond::LogBond;
use crate::dao::Dao;
use crate::error::AlthingError;

#[derive(Accounts)]
pub struct AcceptAnswer<'info> {
    #[account(has_one = log @ AlthingError::WrongLog)]
    pub dao: Box<Account<'info, Dao>>,
    #[account(
        mut,
        has_one = dao @ AlthingError::WrongDao,
        has_one = bond @ AlthingError::WrongBond,
        has_one = mint @ AlthingError::WrongMint,
        has_one = vault @ AlthingError::WrongVault
    )]
    pub question: AccountLoader<'info, Question>,
    #[account(mut)]
    pub bond: AccountLoader<'info, LogBond>,
    /// Where the deposit lies.
    #[account(mut, dup)]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// A token account of the questioner.
    #[account(
        mut,
        dup,
        constraint = to.mint == mint.key() @ AlthingError::WrongMint,
        constraint = to.owner == question.load()?.questioner @ AlthingError::WrongTokenOwner
    )]
    pub to: Box<InterfaceAccount<'info, TokenAccount>>,
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// The organisation's log.
    #[account(mut)]
    pub log: AccountLoader<'info, AuditLog>,
    /// The questioner, or anybody once an appeal comes too late.
    pub caller: Signer<'info>,
    pub token_program: Interface<'info, TokenInterface>,
}

/// Settles a question whose answer stands.
///
/// # Specification
/// - The questioner may as soon as there is an answer; anybody from the second `appeal_by` on.
/// - The deposit returns to the questioner, whole.
/// - The outcome is an entry of the organisation's log; its actor is whoever called.
pub fn accept_answer(ctx: Context<AcceptAnswer>) -> Result<()> {
    let accounts = &*ctx.accounts;
    let caller = accounts.caller.key();
    let payload = {
        let mut question = accounts.question.load_mut()?;
        question.require_state(Question::ANSWERED)?;
        let outcome = if caller == question.questioner {
            Question::ACCEPTED
        } else {
            ensure!(
                Clock::get()?.unix_timestamp >= question.appeal_by,
                AlthingError::AppealStillPossible
            );
            Question::LAPSED
        };
        question.enter(outcome, &mut *accounts.bond.load_mut()?)?;
        question.settled(accounts.question.key())
    };
    Deposit {
        question: &accounts.question,
        vault: &accounts.vault,
        mint: &accounts.mint,
        token_program: &accounts.token_program,
    }
    .pay(&accounts.to)?;
    audit::record(&accounts.log, EntryKind::QuestionSettled, &caller, &payload)
}
