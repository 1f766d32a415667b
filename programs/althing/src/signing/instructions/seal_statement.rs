use anchor_lang::prelude::*;

use crate::error::AlthingError;
use crate::registry::ModelVersion;
use crate::signing::Statement;

#[derive(Accounts)]
pub struct SealStatement<'info> {
    pub model_version: AccountLoader<'info, ModelVersion>,
    #[account(mut, has_one = model_version @ AlthingError::WrongStatement)]
    pub statement: AccountLoader<'info, Statement>,
}

/// Compares a complete statement with its version and keeps the hash of its encoding, which can be signed from
/// then on.
///
/// # Specification
/// - Anybody may, once.
/// - The SHA-256 of the statement is the version's `manifest_digest`.
pub fn seal_statement(ctx: Context<SealStatement>) -> Result<()> {
    let accounts = &*ctx.accounts;
    let length = {
        let statement = accounts.statement.load()?;
        ensure!(!statement.is_sealed(), AlthingError::StatementIsSealed);
        statement.length
    };
    let encoding_hash = {
        let info: &AccountInfo = accounts.statement.as_ref();
        let data = info.try_borrow_data()?;
        let body = Statement::body(&data, length)?;
        Statement::encoding_hash_of(body, &accounts.model_version.load()?.manifest_digest)?
    };
    let mut statement = accounts.statement.load_mut()?;
    statement.sealed = 1;
    statement.encoding_hash = encoding_hash;
    Ok(())
}
