use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::error::AlthingError;
use crate::revenue::{events::RevenueDeposited, RevenuePool};
use crate::token;

#[derive(Accounts)]
pub struct DepositRevenue<'info> {
    #[account(
        mut,
        dup,
        has_one = mint @ AlthingError::WrongMint,
        has_one = vault @ AlthingError::WrongVault
    )]
    pub revenue_pool: AccountLoader<'info, RevenuePool>,
    #[account(mut, dup)]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Where the tokens come from: any account that the depositor may spend from.
    #[account(mut, dup, constraint = from.mint == mint.key() @ AlthingError::WrongMint)]
    pub from: Box<InterfaceAccount<'info, TokenAccount>>,
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    pub depositor: Signer<'info>,
    pub token_program: Interface<'info, TokenInterface>,
}

/// Deposits what a version earned, and splits it by the table as it is now.
///
/// # Specification
/// - Anybody may.
/// - The amount is more than zero, and arrives exactly.
/// - All that a pool ever receives stays below 2^64 base units.
pub fn deposit_revenue(ctx: Context<DepositRevenue>, amount: u64) -> Result<()> {
    ensure!(amount > 0, AlthingError::AmountIsZero);
    let accounts = &mut *ctx.accounts;
    // A refusal of the token program takes this back.
    accounts.revenue_pool.load_mut()?.deposit(amount)?;
    token::receive(
        &accounts.from,
        &mut accounts.vault,
        &accounts.mint,
        &accounts.depositor,
        &accounts.token_program,
        amount,
    )?;
    emit!(RevenueDeposited {
        pool: accounts.revenue_pool.key(),
        depositor: accounts.depositor.key(),
        amount,
    });
    Ok(())
}
