use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::audit::{self, AuditLog, EntryKind};
use crate::compute::{entries, Offence, Provider};
use crate::constants::{ACCOUNT_VERSION, SEED_OFFENCE, SEED_PROVIDER};
use crate::dao::Dao;
use crate::error::AlthingError;
use crate::math::shares::Slash;
use crate::token;

#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct SlashProviderArgs {
    /// What the vote calls the offence, such as the SHA-256 of its evidence.
    pub offence_id: [u8; 32],
    /// Of all stake, basis points.
    pub bps: u16,
}

#[derive(Accounts)]
#[instruction(args: SlashProviderArgs)]
pub struct SlashProvider<'info> {
    #[account(has_one = authority @ AlthingError::NotAuthority, has_one = log @ AlthingError::WrongLog)]
    pub dao: Box<Account<'info, Dao>>,
    pub authority: Signer<'info>,
    #[account(
        mut,
        has_one = dao @ AlthingError::WrongDao,
        has_one = mint @ AlthingError::WrongMint,
        has_one = vault @ AlthingError::WrongVault
    )]
    pub provider: AccountLoader<'info, Provider>,
    #[account(
        init,
        payer = payer,
        space = Offence::SPACE,
        seeds = [SEED_OFFENCE, provider.key().as_ref(), args.offence_id.as_ref()],
        bump
    )]
    pub offence: AccountLoader<'info, Offence>,
    #[account(mut, dup)]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Where the tokens go: a token account of the organisation's authority.
    #[account(
        mut,
        dup,
        constraint = treasury.mint == mint.key() @ AlthingError::WrongMint,
        constraint = treasury.owner == authority.key() @ AlthingError::WrongTokenOwner
    )]
    pub treasury: Box<InterfaceAccount<'info, TokenAccount>>,
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    #[account(mut)]
    pub log: AccountLoader<'info, AuditLog>,
    #[account(mut)]
    pub payer: Signer<'info>,
    pub token_program: Interface<'info, TokenInterface>,
    pub system_program: Program<'info, System>,
}

/// Takes a part of all stake with a provider, active and unbonding alike, into the treasury.
///
/// # Specification
/// - Only the authority may.
/// - `bps` is 1 to the organisation's `slash_cap_bps`, and all slashes of an epoch together take at
///   most that part of what was staked at the first.
/// - The amount is rounded up; something is staked. What is left of a pool whose shares have become
///   worthless goes with it, beyond `bps` and the cap.
/// - One offence is slashed once: its account cannot be made twice.
/// - The slash is an entry of the organisation's log.
pub fn slash_provider(ctx: Context<SlashProvider>, args: SlashProviderArgs) -> Result<()> {
    let slash = enter_slash(&ctx, &args)?;
    let accounts = &*ctx.accounts;
    let (dao, operator, bump) = {
        let provider = accounts.provider.load()?;
        (provider.dao, provider.operator, provider.bump)
    };
    token::pay(
        &accounts.vault,
        &accounts.treasury,
        &accounts.mint,
        accounts.provider.to_account_info(),
        &accounts.token_program,
        slash.total().ok_or(AlthingError::Overflow)?,
        &[SEED_PROVIDER, dao.as_ref(), operator.as_ref(), &[bump]],
    )?;
    let payload = entries::ProviderSlashed {
        provider: accounts.provider.key(),
        offence_id: args.offence_id,
        bps: args.bps,
        from_active: slash.active,
        from_unbonding: slash.unbonding,
    };
    audit::record(
        &accounts.log,
        EntryKind::ProviderSlashed,
        accounts.authority.key,
        &payload,
    )
}

/// Takes the stake off the books and makes the record of the offence.
fn enter_slash(ctx: &Context<SlashProvider>, args: &SlashProviderArgs) -> Result<Slash> {
    let accounts = &ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let epoch = accounts.dao.epoch_at(now)?;
    let slash =
        accounts
            .provider
            .load_mut()?
            .slash(args.bps, accounts.dao.config.slash_cap_bps, epoch)?;
    *accounts.offence.load_init()? = Offence {
        version: ACCOUNT_VERSION,
        bump: ctx.bumps.offence,
        bps: args.bps,
        _padding: [0; 4],
        provider: accounts.provider.key(),
        payer: accounts.payer.key(),
        offence_id: args.offence_id,
        amount: slash.total().ok_or(AlthingError::Overflow)?,
        slashed_at: now,
    };
    Ok(slash)
}
