use anchor_lang::prelude::*;

use crate::compute::Offence;
use crate::error::AlthingError;

#[derive(Accounts)]
pub struct CloseOffence<'info> {
    #[account(
        mut,
        has_one = provider @ AlthingError::WrongProvider,
        has_one = payer @ AlthingError::WrongPayer,
        close = payer
    )]
    pub offence: AccountLoader<'info, Offence>,
    /// CHECK: the address of a provider that is closed.
    #[account(constraint = provider.owner != &crate::ID @ AlthingError::ProviderStillOpen)]
    pub provider: UncheckedAccount<'info>,
    /// CHECK: who paid the rent, as the offence says.
    #[account(mut)]
    pub payer: UncheckedAccount<'info>,
}

/// Closes the record of an offence; the rent returns to whoever paid it.
///
/// # Specification
/// - Anybody may.
/// - The provider is closed: while it exists, the record forbids to slash the same offence again.
pub fn close_offence(_ctx: Context<CloseOffence>) -> Result<()> {
    Ok(())
}
