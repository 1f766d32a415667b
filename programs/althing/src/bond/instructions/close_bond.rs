use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::audit::{self, AuditLog, EntryKind};
use crate::bond::{entries, LogBond};
use crate::constants::SEED_BOND;
use crate::dao::Dao;
use crate::error::AlthingError;
use crate::token;

#[derive(Accounts)]
pub struct CloseBond<'info> {
    #[account(has_one = log @ AlthingError::WrongLog)]
    pub dao: Box<Account<'info, Dao>>,
    #[account(
        mut,
        has_one = dao @ AlthingError::WrongDao,
        has_one = mint @ AlthingError::WrongMint,
        has_one = vault @ AlthingError::WrongVault,
        has_one = payer @ AlthingError::WrongPayer,
        close = payer
    )]
    pub bond: AccountLoader<'info, LogBond>,
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
    /// The organisation's log.
    #[account(mut)]
    pub log: AccountLoader<'info, AuditLog>,
    /// CHECK: who paid the rent, as the bond says.
    #[account(mut)]
    pub payer: UncheckedAccount<'info>,
    pub token_program: Interface<'info, TokenInterface>,
}

/// Closes an empty bond and its vault; the rent returns to whoever paid it. The log can be bonded anew.
///
/// # Specification
/// - Anybody may.
/// - Nothing is bonded or on its way out, and every question about the log is settled.
/// - Tokens that somebody sent to the vault unasked go to a token account of the authority, so that they
///   cannot keep it open.
/// - The end is an entry of the organisation's log; its actor is the operator.
pub fn close_bond(ctx: Context<CloseBond>) -> Result<()> {
    let accounts = &*ctx.accounts;
    let (operator, bump, payload) = {
        let bond = accounts.bond.load()?;
        ensure!(bond.is_finished(), AlthingError::BondNotEmpty);
        let payload = entries::BondClosed {
            bond: accounts.bond.key(),
            audit_log: bond.audit_log,
            slashed: bond.slashed,
        };
        (bond.operator, bond.bump, payload)
    };
    token::close_vault(
        &accounts.vault,
        accounts.treasury.as_deref(),
        &accounts.mint,
        accounts.payer.to_account_info(),
        accounts.bond.to_account_info(),
        &accounts.token_program,
        &[SEED_BOND, payload.audit_log.as_ref(), &[bump]],
    )?;
    audit::record(&accounts.log, EntryKind::BondClosed, &operator, &payload)
}
