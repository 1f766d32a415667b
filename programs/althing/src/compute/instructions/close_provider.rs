use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::compute::{events::ProviderClosed, Provider};
use crate::constants::SEED_PROVIDER;
use crate::dao::Dao;
use crate::error::AlthingError;
use crate::token;

#[derive(Accounts)]
pub struct CloseProvider<'info> {
    pub dao: Box<Account<'info, Dao>>,
    #[account(
        mut,
        has_one = dao @ AlthingError::WrongDao,
        has_one = mint @ AlthingError::WrongMint,
        has_one = vault @ AlthingError::WrongVault,
        has_one = payer @ AlthingError::WrongPayer,
        close = payer
    )]
    pub provider: AccountLoader<'info, Provider>,
    #[account(mut, dup)]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// A token account of the organisation's authority, where something is left in the vault.
    #[account(
        mut,
        dup,
        constraint = treasury.mint == mint.key() @ AlthingError::WrongMint,
        constraint = treasury.owner == dao.authority @ AlthingError::WrongTokenOwner
    )]
    pub treasury: Option<Box<InterfaceAccount<'info, TokenAccount>>>,
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// CHECK: who paid the rent, as the provider says.
    #[account(mut)]
    pub payer: UncheckedAccount<'info>,
    pub token_program: Interface<'info, TokenInterface>,
}

/// Closes a provider and its vault; the rent returns to whoever paid it.
///
/// # Specification
/// - Anybody may.
/// - The provider has retired, no stake is left, active or unbonding, and no position is open.
/// - Tokens that somebody sent to the vault unasked go to a token account of the authority, so that
///   they cannot keep it open.
pub fn close_provider(ctx: Context<CloseProvider>) -> Result<()> {
    let accounts = &*ctx.accounts;
    let (dao, operator, bump) = {
        let provider = accounts.provider.load()?;
        ensure!(provider.is_finished(), AlthingError::ProviderNotEmpty);
        (provider.dao, provider.operator, provider.bump)
    };
    let seeds: &[&[u8]] = &[SEED_PROVIDER, dao.as_ref(), operator.as_ref(), &[bump]];
    let returned = token::close_vault(
        &accounts.vault,
        accounts.treasury.as_deref(),
        &accounts.mint,
        accounts.payer.to_account_info(),
        accounts.provider.to_account_info(),
        &accounts.token_program,
        seeds,
    )?;
    emit!(ProviderClosed {
        provider: accounts.provider.key(),
        returned
    });
    Ok(())
}
