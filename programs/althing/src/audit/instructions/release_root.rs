use anchor_lang::prelude::*;

use crate::audit::KeptRoot;
use crate::error::AlthingError;

#[derive(Accounts)]
pub struct ReleaseRoot<'info> {
    #[account(mut, has_one = payer @ AlthingError::WrongKeptRoot, close = payer)]
    pub kept_root: AccountLoader<'info, KeptRoot>,
    #[account(mut)]
    pub payer: Signer<'info>,
}

/// Closes a kept root; the rent returns to whoever kept it.
///
/// # Specification
/// - Only who keeps the root may, at any time: what was proved with it stays proved.
pub fn release_root(_ctx: Context<ReleaseRoot>) -> Result<()> {
    Ok(())
}
