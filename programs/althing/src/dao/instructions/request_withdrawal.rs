use anchor_lang::prelude::*;

use crate::dao::{events::SeatFed, Chamber, Dao, Seat};
use crate::error::AlthingError;

#[derive(Accounts)]
pub struct RequestWithdrawal<'info> {
    pub dao: Box<Account<'info, Dao>>,
    #[account(
        mut,
        has_one = dao @ AlthingError::WrongDao,
        constraint = chamber.load()?.kind == Chamber::KIND_TOKEN_HOLDERS @ AlthingError::WrongChamber
    )]
    pub chamber: AccountLoader<'info, Chamber>,
    #[account(mut, has_one = chamber @ AlthingError::WrongSeat, has_one = holder @ AlthingError::WrongHolder)]
    pub seat: AccountLoader<'info, Seat>,
    pub holder: Signer<'info>,
}

/// Starts the way out for a part of a deposit. Its weight ends with the running epoch.
///
/// # Specification
/// - Only the seat's holder may.
/// - The amount is more than zero and at most what is on deposit.
/// - A second request joins the first, and the cooldown begins anew for both.
pub fn request_withdrawal(ctx: Context<RequestWithdrawal>, amount: u64) -> Result<()> {
    ensure!(amount > 0, AlthingError::AmountIsZero);
    let dao = &ctx.accounts.dao;
    let now = Clock::get()?.unix_timestamp;
    let epoch = dao.epoch_at(now)?;
    let mut chamber = ctx.accounts.chamber.load_mut()?;
    let mut seat = ctx.accounts.seat.load_mut()?;

    let deposited = seat
        .deposited
        .checked_sub(amount)
        .ok_or(AlthingError::AmountOverDeposit)?;
    seat.feed(&mut chamber, epoch, deposited)?;
    seat.withdrawing = seat
        .withdrawing
        .checked_add(amount)
        .ok_or(AlthingError::Overflow)?;
    seat.withdrawable_at = now
        .checked_add(dao.config.withdrawal_cooldown)
        .ok_or(AlthingError::Overflow)?;
    emit!(SeatFed {
        seat: ctx.accounts.seat.key(),
        holder: seat.holder,
        deposited,
        weight: seat.weight.latest(),
        epoch,
    });
    Ok(())
}
