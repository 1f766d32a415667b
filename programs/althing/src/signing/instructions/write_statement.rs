use anchor_lang::prelude::*;

use crate::constants::MAX_STATEMENT;
use crate::create::grow;
use crate::error::AlthingError;
use crate::signing::Statement;

#[derive(Accounts)]
pub struct WriteStatement<'info> {
    #[account(mut, has_one = payer @ AlthingError::WrongPayer)]
    pub statement: AccountLoader<'info, Statement>,
    /// Who opened it; pays the rent of what is added.
    #[account(mut)]
    pub payer: Signer<'info>,
    pub system_program: Program<'info, System>,
}

/// Continues a statement, whose account grows with it.
///
/// # Specification
/// - Only whoever opened it may, until it is sealed.
/// - The chunk is not empty and begins at `offset`, where the statement ends so far; so one that is sent twice
///   is refused the second time.
/// - A statement has at most 131,072 bytes.
pub fn write_statement(ctx: Context<WriteStatement>, offset: u32, chunk: Vec<u8>) -> Result<()> {
    let accounts = &*ctx.accounts;
    let end = {
        let mut statement = accounts.statement.load_mut()?;
        ensure!(!statement.is_sealed(), AlthingError::StatementIsSealed);
        ensure!(
            offset == statement.length && !chunk.is_empty(),
            AlthingError::StatementChunkDoesNotFit
        );
        let end = (offset as usize).saturating_add(chunk.len());
        ensure!(end <= MAX_STATEMENT, AlthingError::StatementTooLong);
        statement.length = u32::try_from(end).map_err(|_| AlthingError::StatementTooLong)?;
        end
    };
    let info: &AccountInfo = accounts.statement.as_ref();
    let space = Statement::HEADER.saturating_add(end);
    grow(info, &accounts.payer, space)?;
    let mut data = info.try_borrow_mut_data()?;
    let start = space.saturating_sub(chunk.len());
    data.get_mut(start..space)
        .ok_or(AlthingError::Overflow)?
        .copy_from_slice(&chunk);
    Ok(())
}
