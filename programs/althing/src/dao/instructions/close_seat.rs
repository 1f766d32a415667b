use anchor_lang::prelude::*;

use crate::dao::{Chamber, Dao, Seat};
use crate::error::AlthingError;

#[derive(Accounts)]
pub struct CloseSeat<'info> {
    pub dao: Box<Account<'info, Dao>>,
    #[account(mut, has_one = dao @ AlthingError::WrongDao)]
    pub chamber: AccountLoader<'info, Chamber>,
    #[account(
        mut,
        has_one = chamber @ AlthingError::WrongSeat,
        has_one = payer @ AlthingError::WrongPayer,
        close = payer
    )]
    pub seat: AccountLoader<'info, Seat>,
    /// CHECK: who paid the rent, as the seat says.
    #[account(mut)]
    pub payer: UncheckedAccount<'info>,
}

/// Closes an empty seat; the rent returns to whoever paid it.
///
/// # Specification
/// - Anybody may.
/// - The seat holds nothing, has nothing on its way out, and has had no weight for as long as a vote
///   takes, so that no vote that it may still cast is lost.
pub fn close_seat(ctx: Context<CloseSeat>) -> Result<()> {
    let dao = &ctx.accounts.dao;
    let now = Clock::get()?.unix_timestamp;
    let oldest_vote = now.saturating_sub(dao.config.voting_period);
    let epoch = dao.epoch_at(oldest_vote.max(dao.created_at))?;
    let seat = ctx.accounts.seat.load()?;
    let empty = seat.deposited == 0 && seat.withdrawing == 0 && seat.weight.is_idle_since(epoch);
    ensure!(empty, AlthingError::SeatNotEmpty);
    let mut chamber = ctx.accounts.chamber.load_mut()?;
    chamber.seats = chamber.seats.checked_sub(1).ok_or(AlthingError::Overflow)?;
    Ok(())
}
