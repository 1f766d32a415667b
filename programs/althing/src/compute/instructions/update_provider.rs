use anchor_lang::prelude::*;

use crate::compute::{events::ProviderUpdated, Offer, Provider};
use crate::error::AlthingError;

#[derive(Accounts)]
pub struct UpdateProvider<'info> {
    #[account(mut, has_one = operator @ AlthingError::NotOperator)]
    pub provider: AccountLoader<'info, Provider>,
    pub operator: Signer<'info>,
}

/// Replaces what the provider says of itself.
///
/// # Specification
/// - Only the operator may, while the provider is active.
/// - The offer is within its bounds, as at registration.
pub fn update_provider(ctx: Context<UpdateProvider>, offer: Offer) -> Result<()> {
    offer.validate()?;
    let mut provider = ctx.accounts.provider.load_mut()?;
    provider.require_active()?;
    provider.show(&offer)?;
    emit!(ProviderUpdated {
        provider: ctx.accounts.provider.key(),
        accelerators: offer.accelerators,
        price_per_hour: offer.price_per_hour,
    });
    Ok(())
}
