use anchor_lang::prelude::*;

use crate::error::AlthingError;
use crate::signing::Statement;

#[derive(Accounts)]
pub struct CloseStatement<'info> {
    #[account(mut, has_one = payer @ AlthingError::WrongPayer, close = payer)]
    pub statement: AccountLoader<'info, Statement>,
    #[account(mut)]
    pub payer: Signer<'info>,
}

/// Closes a statement; all its rent returns. Signatures that were recorded with it stay.
///
/// # Specification
/// - Only whoever opened it may, at any time.
pub fn close_statement(_ctx: Context<CloseStatement>) -> Result<()> {
    Ok(())
}
