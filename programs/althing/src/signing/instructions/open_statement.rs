use anchor_lang::prelude::*;

use crate::constants::{ACCOUNT_VERSION, SEED_STATEMENT};
use crate::registry::ModelVersion;
use crate::signing::Statement;

#[derive(Accounts)]
pub struct OpenStatement<'info> {
    pub model_version: AccountLoader<'info, ModelVersion>,
    #[account(
        init,
        payer = payer,
        space = Statement::HEADER,
        seeds = [SEED_STATEMENT, model_version.key().as_ref(), payer.key().as_ref()],
        bump
    )]
    pub statement: AccountLoader<'info, Statement>,
    /// Who will write it.
    #[account(mut)]
    pub payer: Signer<'info>,
    pub system_program: Program<'info, System>,
}

/// Opens an empty statement about a version.
///
/// # Specification
/// - Anybody may; a payer has one per version, and nobody is in another's way.
pub fn open_statement(ctx: Context<OpenStatement>) -> Result<()> {
    let accounts = &*ctx.accounts;
    *accounts.statement.load_init()? = Statement {
        version: ACCOUNT_VERSION,
        bump: ctx.bumps.statement,
        sealed: 0,
        _padding: [0; 1],
        length: 0,
        model_version: accounts.model_version.key(),
        payer: accounts.payer.key(),
        encoding_hash: [0; 32],
    };
    Ok(())
}
