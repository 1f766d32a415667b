use anchor_lang::prelude::*;

use crate::error::AlthingError;
use crate::registry::events::ModelClosed;
use crate::registry::{Model, ModelHistory};

#[derive(Accounts)]
pub struct CloseModel<'info> {
    #[account(
        mut,
        dup,
        has_one = maintainer @ AlthingError::NotMaintainer,
        has_one = payer @ AlthingError::WrongPayer,
        constraint = model.open_versions == 0 @ AlthingError::VersionsOpen,
        close = payer
    )]
    pub model: Box<Account<'info, Model>>,
    #[account(
        mut,
        dup,
        has_one = model @ AlthingError::WrongHistory,
        close = payer
    )]
    pub history: AccountLoader<'info, ModelHistory>,
    pub maintainer: Signer<'info>,
    /// CHECK: who paid the rent, as the model says.
    #[account(mut)]
    pub payer: UncheckedAccount<'info>,
}

/// Closes a model without versions and its history; the rent returns to whoever paid for the model. Its
/// log, which tells the same, lives on, and its name stays taken.
///
/// # Specification
/// - Only the maintainer may.
/// - No version of it is open, so none is in production.
pub fn close_model(ctx: Context<CloseModel>) -> Result<()> {
    emit!(ModelClosed {
        model: ctx.accounts.model.key()
    });
    Ok(())
}
