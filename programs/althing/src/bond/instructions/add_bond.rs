use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::bond::{events::BondIncreased, LogBond};
use crate::error::AlthingError;
use crate::token;

#[derive(Accounts)]
pub struct AddBond<'info> {
    #[account(
        mut,
        has_one = operator @ AlthingError::NotBondOperator,
        has_one = mint @ AlthingError::WrongMint,
        has_one = vault @ AlthingError::WrongVault
    )]
    pub bond: AccountLoader<'info, LogBond>,
    #[account(mut, dup)]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Where the tokens come from: any account that the operator may spend from.
    #[account(mut, dup, constraint = from.mint == mint.key() @ AlthingError::WrongMint)]
    pub from: Box<InterfaceAccount<'info, TokenAccount>>,
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    pub operator: Signer<'info>,
    pub token_program: Interface<'info, TokenInterface>,
}

/// Adds to a bond. It is liable at once.
///
/// # Specification
/// - Only the operator may: dust of others could keep a bond from being released.
/// - The amount is more than zero, and arrives exactly.
/// - Where the bond was released, so that no checkpoint was owed, the interval begins anew now.
pub fn add_bond(ctx: Context<AddBond>, amount: u64) -> Result<()> {
    ensure!(amount > 0, AlthingError::AmountIsZero);
    let accounts = &mut *ctx.accounts;
    token::receive(
        &accounts.from,
        &mut accounts.vault,
        &accounts.mint,
        &accounts.operator,
        &accounts.token_program,
        amount,
    )?;
    let (mut bond, clock) = (accounts.bond.load_mut()?, Clock::get()?);
    if bond.require_liable(clock.unix_timestamp).is_err() {
        bond.last_checkpoint_slot = clock.slot;
    }
    bond.amount = bond
        .amount
        .checked_add(amount)
        .ok_or(AlthingError::Overflow)?;
    emit!(BondIncreased {
        bond: accounts.bond.key(),
        added: amount,
        amount: bond.amount,
    });
    Ok(())
}
