use anchor_lang::prelude::*;

use crate::error::AlthingError;
use crate::registry::Model;
use crate::signing::{events::SigningKeyClosed, SigningKey};

#[derive(Accounts)]
pub struct CloseSigningKey<'info> {
    /// CHECK: the address of the key's model; decoded where it exists.
    pub model: UncheckedAccount<'info>,
    #[account(
        mut,
        has_one = model @ AlthingError::WrongSigningKey,
        has_one = payer @ AlthingError::WrongPayer,
        close = payer
    )]
    pub signing_key: AccountLoader<'info, SigningKey>,
    /// Whoever asks: while the model exists, its maintainer.
    pub closer: Signer<'info>,
    /// CHECK: who paid the rent, as the key says.
    #[account(mut)]
    pub payer: UncheckedAccount<'info>,
}

/// Closes a key without signatures; the rent returns to whoever paid it.
///
/// # Specification
/// - No signature of it is open.
/// - While the model exists, only its maintainer may, and not where the key was revoked: its account keeps
///   anybody from adding it anew.
/// - Once the model is closed, anybody may.
pub fn close_signing_key<'info>(ctx: Context<'info, CloseSigningKey<'info>>) -> Result<()> {
    let accounts: &CloseSigningKey = ctx.accounts;
    let key = accounts.signing_key.load()?;
    ensure_eq!(key.signatures, 0, AlthingError::KeySignaturesOpen);
    // Only a model can lie at the address that a key names as its model's.
    if accounts.model.owner == &crate::ID {
        let model = Account::<Model>::try_from(&accounts.model)?;
        ensure_keys_eq!(
            model.maintainer,
            accounts.closer.key(),
            AlthingError::NotMaintainer
        );
        ensure!(!key.is_revoked(), AlthingError::KeyStaysRevoked);
    }
    emit!(SigningKeyClosed {
        model: key.model,
        signing_key: accounts.signing_key.key(),
    });
    Ok(())
}
