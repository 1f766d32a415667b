use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::audit::AuditLog;
use crate::bond::slash::{slash, Cause, Reason, Slashing};
use crate::bond::LogBond;
use crate::dao::Dao;
use crate::error::AlthingError;

#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct SlashBondArgs {
    /// What the vote calls the offence, such as the SHA-256 of its evidence.
    pub evidence: [u8; 32],
    /// Of all stake, basis points.
    pub bps: u16,
}

#[derive(Accounts)]
pub struct SlashBond<'info> {
    #[account(has_one = authority @ AlthingError::NotAuthority, has_one = log @ AlthingError::WrongLog)]
    pub dao: Box<Account<'info, Dao>>,
    pub authority: Signer<'info>,
    #[account(
        mut,
        has_one = dao @ AlthingError::WrongDao,
        has_one = mint @ AlthingError::WrongMint,
        has_one = vault @ AlthingError::WrongVault
    )]
    pub bond: AccountLoader<'info, LogBond>,
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
    pub token_program: Interface<'info, TokenInterface>,
}

/// Takes a part of a bond, what counts and what is on its way out alike, into the treasury.
///
/// # Specification
/// - Only the authority may.
/// - `bps` is 1 to the organisation's `slash_cap_bps`, and all votes of an epoch together take at most that
///   part of what was bonded at the first. What is proved or judged otherwise does not count against it.
/// - The amount is rounded up; something is bonded.
/// - The slash is an entry of the organisation's log.
pub fn slash_bond(ctx: Context<SlashBond>, args: SlashBondArgs) -> Result<()> {
    let accounts = &*ctx.accounts;
    let config = &accounts.dao.config;
    let epoch = accounts.dao.epoch_at(Clock::get()?.unix_timestamp)?;
    let cut = accounts
        .bond
        .load_mut()?
        .cut_by_vote(args.bps, config.slash_cap_bps, epoch)?;
    let slashing = Slashing {
        bond: &accounts.bond,
        vault: &accounts.vault,
        treasury: &accounts.treasury,
        reporter: None,
        mint: &accounts.mint,
        token_program: &accounts.token_program,
        log: &accounts.log,
    };
    let cause = Cause {
        reason: Reason::Vote,
        evidence: args.evidence,
        actor: accounts.authority.key(),
    };
    slash(&slashing, cut, 0, &cause)?;
    Ok(())
}
