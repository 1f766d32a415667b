use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::dao::{entries, events::SeatFed, Chamber, Dao, Seat};
use crate::error::AlthingError;

#[derive(Accounts)]
pub struct GrantSeat<'info> {
    #[account(has_one = authority @ AlthingError::NotAuthority, has_one = log @ AlthingError::WrongLog)]
    pub dao: Box<Account<'info, Dao>>,
    pub authority: Signer<'info>,
    #[account(
        mut,
        has_one = dao @ AlthingError::WrongDao,
        constraint = chamber.load()?.kind >= Chamber::KIND_EVALUATORS @ AlthingError::ChamberIsFedByDeposits
    )]
    pub chamber: AccountLoader<'info, Chamber>,
    #[account(mut, has_one = chamber @ AlthingError::WrongSeat)]
    pub seat: AccountLoader<'info, Seat>,
    #[account(mut)]
    pub log: AccountLoader<'info, AuditLog>,
}

/// Sets the points of a seat in a chamber whose weights are granted: 1 appoints an evaluator, 0
/// dismisses. Counts from the next epoch on.
///
/// # Specification
/// - Only the authority may.
/// - The chamber is not fed by deposits, and the seat is one of its own.
/// - The grant is an entry of the organisation's log.
pub fn grant_seat(ctx: Context<GrantSeat>, points: u64) -> Result<()> {
    let epoch = ctx.accounts.dao.epoch_at(Clock::get()?.unix_timestamp)?;
    let payload = {
        let mut chamber = ctx.accounts.chamber.load_mut()?;
        let mut seat = ctx.accounts.seat.load_mut()?;
        seat.feed(&mut chamber, epoch, points)?;
        emit!(SeatFed {
            seat: ctx.accounts.seat.key(),
            holder: seat.holder,
            deposited: points,
            weight: seat.weight.latest(),
            epoch,
        });
        entries::SeatGranted {
            chamber: chamber.index,
            holder: seat.holder,
            points,
        }
    };
    audit::record(
        &ctx.accounts.log,
        EntryKind::SeatGranted,
        ctx.accounts.authority.key,
        &payload,
    )
}
