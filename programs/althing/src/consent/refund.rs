//! Paying the licensee back.

use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use super::{events::GrantRefunded, Grant};
use crate::error::AlthingError;
use crate::token;

/// A grant's vault, a token account to pay to, and their mint: all of them for a grant with a price.
pub struct Purse<'a, 'info> {
    pub vault: &'a InterfaceAccount<'info, TokenAccount>,
    pub tokens: &'a InterfaceAccount<'info, TokenAccount>,
    pub mint: &'a InterfaceAccount<'info, Mint>,
}

impl<'a, 'info> Purse<'a, 'info> {
    /// Takes the three accounts together, or none.
    ///
    /// # Errors
    /// [`AlthingError::GrantAccountsMissing`] where some are given and some not; [`AlthingError::WrongVault`],
    /// [`AlthingError::WrongMint`].
    pub fn take(
        grant: &AccountLoader<Grant>,
        vault: Option<&'a InterfaceAccount<'info, TokenAccount>>,
        tokens: Option<&'a InterfaceAccount<'info, TokenAccount>>,
        mint: Option<&'a InterfaceAccount<'info, Mint>>,
    ) -> Result<Option<Self>> {
        let (vault, tokens, mint) = match (vault, tokens, mint) {
            (None, None, None) => return Ok(None),
            (Some(vault), Some(tokens), Some(mint)) => (vault, tokens, mint),
            _ => return Err(crate::error::refuse(AlthingError::GrantAccountsMissing)),
        };
        let grant = grant.load()?;
        ensure_keys_eq!(vault.key(), grant.vault, AlthingError::WrongVault);
        ensure_keys_eq!(mint.key(), grant.mint, AlthingError::WrongMint);
        ensure_keys_eq!(tokens.mint, grant.mint, AlthingError::WrongMint);
        Ok(Some(Self {
            vault,
            tokens,
            mint,
        }))
    }
}

/// Pays the licensee what a grant that is over has left. Returns how much that is.
///
/// # Errors
/// [`AlthingError::WrongTokenOwner`]; those of the token program.
pub fn pay_back<'info>(
    grant: &AccountLoader<'info, Grant>,
    purse: &Purse<'_, 'info>,
    token_program: &Interface<'info, TokenInterface>,
) -> Result<u64> {
    let (amount, licensee, signature) = {
        let mut grant = grant.load_mut()?;
        (grant.refund()?, grant.licensee, grant.signature())
    };
    ensure_keys_eq!(purse.tokens.owner, licensee, AlthingError::WrongTokenOwner);
    if amount == 0 {
        return Ok(0);
    }
    token::pay(
        purse.vault,
        purse.tokens,
        purse.mint,
        grant.to_account_info(),
        token_program,
        amount,
        &signature.seeds(),
    )?;
    emit!(GrantRefunded {
        grant: grant.key(),
        licensee,
        amount
    });
    Ok(amount)
}
