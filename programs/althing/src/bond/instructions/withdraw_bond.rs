use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::bond::{events::BondWithdrawn, LogBond};
use crate::constants::SEED_BOND;
use crate::error::AlthingError;
use crate::token;

#[derive(Accounts)]
pub struct WithdrawBond<'info> {
    #[account(
        mut,
        has_one = mint @ AlthingError::WrongMint,
        has_one = vault @ AlthingError::WrongVault
    )]
    pub bond: AccountLoader<'info, LogBond>,
    #[account(mut, dup)]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Where the tokens go: the operator's own account, or any that the operator names.
    #[account(
        mut,
        dup,
        constraint = to.mint == mint.key() @ AlthingError::WrongMint,
        constraint = to.owner == bond.load()?.operator || caller.key() == bond.load()?.operator
            @ AlthingError::WrongTokenOwner
    )]
    pub to: Box<InterfaceAccount<'info, TokenAccount>>,
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// The operator, or anybody who pays to an account of the operator's.
    pub caller: Signer<'info>,
    pub token_program: Interface<'info, TokenInterface>,
}

/// Pays out what was requested. No vote can prevent it.
///
/// # Specification
/// - The operator may, to any account of the mint; anybody else to one that the operator owns: stake that has waited
///   once must not stand there as if it still had to wait.
/// - The cooldown is over.
/// - What is left covers what open questions can cost; where it would not, the rest waits.
pub fn withdraw_bond(ctx: Context<WithdrawBond>) -> Result<()> {
    let accounts = &*ctx.accounts;
    let (amount, audit_log, bump) = {
        let mut bond = accounts.bond.load_mut()?;
        let amount = bond.withdrawable(Clock::get()?.unix_timestamp)?;
        bond.unbonding = bond
            .unbonding
            .checked_sub(amount)
            .ok_or(AlthingError::Overflow)?;
        (amount, bond.audit_log, bond.bump)
    };
    token::pay(
        &accounts.vault,
        &accounts.to,
        &accounts.mint,
        accounts.bond.to_account_info(),
        &accounts.token_program,
        amount,
        &[SEED_BOND, audit_log.as_ref(), &[bump]],
    )?;
    emit!(BondWithdrawn {
        bond: accounts.bond.key(),
        amount
    });
    Ok(())
}
