use anchor_lang::prelude::*;

use crate::constants::{ACCOUNT_VERSION, SEED_SEAT};
use crate::dao::{Chamber, Checkpoints, Seat};
use crate::error::AlthingError;

#[derive(Accounts)]
pub struct OpenSeat<'info> {
    #[account(mut)]
    pub chamber: AccountLoader<'info, Chamber>,
    #[account(
        init,
        payer = payer,
        space = Seat::SPACE,
        seeds = [SEED_SEAT, chamber.key().as_ref(), holder.key().as_ref()],
        bump
    )]
    pub seat: AccountLoader<'info, Seat>,
    /// CHECK: any key may hold a seat; an empty one gives no right.
    pub holder: UncheckedAccount<'info>,
    #[account(mut)]
    pub payer: Signer<'info>,
    pub system_program: Program<'info, System>,
}

/// Opens an empty seat, which a deposit or a grant then fills.
///
/// # Specification
/// - Anybody may, for anybody, at their own cost: the rent returns to the payer when the seat closes.
/// - A holder has one seat in a chamber: a second is refused by the system program.
pub fn open_seat(ctx: Context<OpenSeat>) -> Result<()> {
    let mut chamber = ctx.accounts.chamber.load_mut()?;
    chamber.seats = chamber.seats.checked_add(1).ok_or(AlthingError::Overflow)?;
    *ctx.accounts.seat.load_init()? = Seat {
        version: ACCOUNT_VERSION,
        bump: ctx.bumps.seat,
        _padding: [0; 6],
        dao: chamber.dao,
        chamber: ctx.accounts.chamber.key(),
        holder: ctx.accounts.holder.key(),
        payer: ctx.accounts.payer.key(),
        deposited: 0,
        withdrawing: 0,
        withdrawable_at: 0,
        weight: Checkpoints::default(),
    };
    Ok(())
}
