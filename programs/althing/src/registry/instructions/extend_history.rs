use anchor_lang::prelude::*;

use crate::constants::MAX_HISTORY_GROWTH;
use crate::create::grow;
use crate::error::AlthingError;
use crate::registry::events::HistoryExtended;
use crate::registry::{ModelHistory, StatusChange};

#[derive(Accounts)]
pub struct ExtendHistory<'info> {
    #[account(mut)]
    pub history: AccountLoader<'info, ModelHistory>,
    #[account(mut)]
    pub payer: Signer<'info>,
    pub system_program: Program<'info, System>,
}

/// Makes room for more changes in a model's history.
///
/// # Specification
/// - Anybody may, and pays; when the model is closed, all of the history's rent goes to the model's payer.
/// - 1 to 320 places at once.
pub fn extend_history(ctx: Context<ExtendHistory>, places: u16) -> Result<()> {
    ensure!(
        (1..=MAX_HISTORY_GROWTH).contains(&places),
        AlthingError::HistoryGrowthOutOfBounds
    );
    let history: &AccountInfo = ctx.accounts.history.as_ref();
    let added = usize::from(places).saturating_mul(StatusChange::SIZE);
    let space = history.data_len().checked_add(added);
    grow(
        history,
        &ctx.accounts.payer,
        space.ok_or(AlthingError::Overflow)?,
    )?;
    emit!(HistoryExtended {
        history: ctx.accounts.history.key(),
        places
    });
    Ok(())
}
