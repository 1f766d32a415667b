use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::dao::{events::SeatFed, Chamber, Dao, Seat};
use crate::error::AlthingError;
use crate::token;

#[derive(Accounts)]
pub struct DepositTokens<'info> {
    pub dao: Box<Account<'info, Dao>>,
    #[account(
        mut,
        has_one = dao @ AlthingError::WrongDao,
        has_one = mint @ AlthingError::WrongMint,
        has_one = vault @ AlthingError::WrongVault
    )]
    pub chamber: AccountLoader<'info, Chamber>,
    #[account(mut, has_one = chamber @ AlthingError::WrongSeat)]
    pub seat: AccountLoader<'info, Seat>,
    #[account(mut)]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Where the tokens come from: any account that the depositor may spend from.
    #[account(mut, constraint = from.mint == mint.key() @ AlthingError::WrongMint)]
    pub from: Box<InterfaceAccount<'info, TokenAccount>>,
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// Owner of the tokens; the seat may be another's.
    pub depositor: Signer<'info>,
    pub token_program: Interface<'info, TokenInterface>,
}

/// Deposits tokens into a seat. The weight counts from the next epoch on.
///
/// # Specification
/// - The owner of the tokens signs; anybody may deposit for any seat.
/// - The chamber is fed by deposits, of its own mint, into its own vault.
/// - The amount is more than zero, and arrives exactly.
pub fn deposit_tokens(ctx: Context<DepositTokens>, amount: u64) -> Result<()> {
    ensure!(amount > 0, AlthingError::AmountIsZero);
    let accounts = &mut *ctx.accounts;
    token::receive(
        &accounts.from,
        &mut accounts.vault,
        &accounts.mint,
        &accounts.depositor,
        &accounts.token_program,
        amount,
    )?;

    let epoch = accounts.dao.epoch_at(Clock::get()?.unix_timestamp)?;
    let mut chamber = accounts.chamber.load_mut()?;
    let mut seat = accounts.seat.load_mut()?;
    chamber.deposited = chamber
        .deposited
        .checked_add(amount)
        .ok_or(AlthingError::Overflow)?;
    let deposited = seat
        .deposited
        .checked_add(amount)
        .ok_or(AlthingError::Overflow)?;
    seat.feed(&mut chamber, epoch, deposited)?;
    emit!(SeatFed {
        seat: accounts.seat.key(),
        holder: seat.holder,
        deposited,
        weight: seat.weight.latest(),
        epoch,
    });
    Ok(())
}
