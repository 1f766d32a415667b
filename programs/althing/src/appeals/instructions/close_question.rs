use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::appeals::deposit::Deposit;
use crate::appeals::Question;
use crate::dao::Dao;
use crate::error::AlthingError;

#[derive(Accounts)]
pub struct CloseQuestion<'info> {
    pub dao: Box<Account<'info, Dao>>,
    #[account(
        mut,
        has_one = dao @ AlthingError::WrongDao,
        has_one = mint @ AlthingError::WrongMint,
        has_one = vault @ AlthingError::WrongVault,
        has_one = payer @ AlthingError::WrongPayer,
        close = payer
    )]
    pub question: AccountLoader<'info, Question>,
    #[account(mut, dup)]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// A token account of the organisation's authority, where something is left in the vault.
    #[account(
        mut,
        dup,
        constraint = treasury.mint == mint.key() @ AlthingError::WrongMint,
        constraint = treasury.owner == dao.authority @ AlthingError::WrongTokenOwner
    )]
    pub treasury: Option<Box<InterfaceAccount<'info, TokenAccount>>>,
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// CHECK: who paid the rent, as the question says.
    #[account(mut)]
    pub payer: UncheckedAccount<'info>,
    pub token_program: Interface<'info, TokenInterface>,
}

/// Closes a settled question and its vault; the rent returns to whoever paid it. What came of it stays in
/// the organisation's log.
///
/// # Specification
/// - Anybody may, once it is settled.
/// - Its ballots are closed, so that nobody's rent is stranded.
/// - Tokens that somebody sent to the vault unasked go to a token account of the authority, so that they
///   cannot keep it open.
pub fn close_question(ctx: Context<CloseQuestion>) -> Result<()> {
    let accounts = &*ctx.accounts;
    {
        let question = accounts.question.load()?;
        ensure!(question.is_settled(), AlthingError::QuestionNotSettled);
        ensure!(question.open_ballots == 0, AlthingError::BallotsOpen);
    }
    let deposit = Deposit {
        question: &accounts.question,
        vault: &accounts.vault,
        mint: &accounts.mint,
        token_program: &accounts.token_program,
    };
    deposit.close(
        accounts.treasury.as_deref(),
        accounts.payer.to_account_info(),
    )?;
    Ok(())
}
