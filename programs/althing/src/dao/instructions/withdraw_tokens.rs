use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::constants::SEED_CHAMBER;
use crate::dao::{events::TokensWithdrawn, Chamber, Seat};
use crate::error::AlthingError;
use crate::token;

#[derive(Accounts)]
pub struct WithdrawTokens<'info> {
    #[account(mut, has_one = mint @ AlthingError::WrongMint, has_one = vault @ AlthingError::WrongVault)]
    pub chamber: AccountLoader<'info, Chamber>,
    #[account(mut, has_one = chamber @ AlthingError::WrongSeat, has_one = holder @ AlthingError::WrongHolder)]
    pub seat: AccountLoader<'info, Seat>,
    #[account(mut)]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    #[account(mut, constraint = to.mint == mint.key() @ AlthingError::WrongMint)]
    pub to: Box<InterfaceAccount<'info, TokenAccount>>,
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    pub holder: Signer<'info>,
    pub token_program: Interface<'info, TokenInterface>,
}

/// Takes out what was requested, once the cooldown is over. No vote can prevent it.
///
/// # Specification
/// - Only the seat's holder may, to any token account of the mint.
/// - Something was requested, and its cooldown has passed.
pub fn withdraw_tokens(ctx: Context<WithdrawTokens>) -> Result<()> {
    let accounts = &*ctx.accounts;
    let amount = take_withdrawal(accounts)?;
    let (dao, index, bump) = {
        let chamber = accounts.chamber.load()?;
        (chamber.dao, chamber.index, chamber.bump)
    };
    token::pay(
        &accounts.vault,
        &accounts.to,
        &accounts.mint,
        accounts.chamber.to_account_info(),
        &accounts.token_program,
        amount,
        &[SEED_CHAMBER, dao.as_ref(), &[index], &[bump]],
    )?;
    emit!(TokensWithdrawn {
        seat: accounts.seat.key(),
        holder: accounts.holder.key(),
        amount
    });
    Ok(())
}

/// Clears the books before the tokens move.
fn take_withdrawal(accounts: &WithdrawTokens) -> Result<u64> {
    let mut chamber = accounts.chamber.load_mut()?;
    let mut seat = accounts.seat.load_mut()?;
    let amount = seat.withdrawing;
    ensure!(amount > 0, AlthingError::NothingToWithdraw);
    ensure!(
        Clock::get()?.unix_timestamp >= seat.withdrawable_at,
        AlthingError::CooldownNotOver
    );
    seat.withdrawing = 0;
    seat.withdrawable_at = 0;
    chamber.deposited = chamber
        .deposited
        .checked_sub(amount)
        .ok_or(AlthingError::Overflow)?;
    Ok(amount)
}
