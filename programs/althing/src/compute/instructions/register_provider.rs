use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::audit::{self, AuditLog, EntryKind};
use crate::compute::{entries, Offer, Provider};
use crate::constants::*;
use crate::dao::Dao;
use crate::error::AlthingError;
use crate::math::shares::SharePool;

#[derive(Accounts)]
pub struct RegisterProvider<'info> {
    #[account(has_one = mint @ AlthingError::WrongMint, has_one = log @ AlthingError::WrongLog)]
    pub dao: Box<Account<'info, Dao>>,
    #[account(
        init,
        payer = payer,
        space = Provider::SPACE,
        seeds = [SEED_PROVIDER, dao.key().as_ref(), operator.key().as_ref()],
        bump
    )]
    pub provider: AccountLoader<'info, Provider>,
    #[account(
        init,
        payer = payer,
        token::mint = mint,
        token::authority = provider,
        token::token_program = token_program,
        seeds = [SEED_VAULT, provider.key().as_ref()],
        bump
    )]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    #[account(mut)]
    pub log: AccountLoader<'info, AuditLog>,
    pub operator: Signer<'info>,
    #[account(mut)]
    pub payer: Signer<'info>,
    pub token_program: Interface<'info, TokenInterface>,
    pub system_program: Program<'info, System>,
}

/// Registers the operator's machines, with an empty stake.
///
/// # Specification
/// - Anybody may, for themselves: the operator signs.
/// - Endpoint, region and accelerator are text within their bounds; there is at least one accelerator.
/// - An operator has one provider per organisation: a second is refused by the system program.
/// - The registration is an entry of the organisation's log.
pub fn register_provider(ctx: Context<RegisterProvider>, offer: Offer) -> Result<()> {
    offer.validate()?;
    open_provider(&ctx, &offer)?;

    let accounts = &ctx.accounts;
    let payload = entries::ProviderRegistered {
        provider: accounts.provider.key(),
        accelerators: offer.accelerators,
        price_per_hour: offer.price_per_hour,
        endpoint: offer.endpoint,
        region: offer.region,
        accelerator: offer.accelerator,
    };
    audit::record(
        &accounts.log,
        EntryKind::ProviderRegistered,
        accounts.operator.key,
        &payload,
    )
}

#[inline(never)]
fn open_provider(ctx: &Context<RegisterProvider>, offer: &Offer) -> Result<()> {
    let accounts = &ctx.accounts;
    let mut provider = accounts.provider.load_init()?;
    *provider = Provider {
        version: ACCOUNT_VERSION,
        bump: ctx.bumps.provider,
        status: Provider::ACTIVE,
        _padding: 0,
        accelerators: 0,
        _padding_2: [0; 2],
        positions: 0,
        offences: 0,
        dao: accounts.dao.key(),
        operator: accounts.operator.key(),
        payer: accounts.payer.key(),
        mint: accounts.mint.key(),
        vault: accounts.vault.key(),
        endpoint: [0; MAX_ENDPOINT],
        region: [0; MAX_LABEL],
        accelerator: [0; MAX_LABEL],
        price_per_hour: 0,
        active: SharePool::default(),
        unbonding: SharePool::default(),
        slashed_epoch: 0,
        slashed_in_epoch: 0,
        epoch_opening: 0,
    };
    provider.show(offer)
}
