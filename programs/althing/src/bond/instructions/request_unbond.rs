use anchor_lang::prelude::*;

use crate::bond::{events::UnbondRequested, LogBond};
use crate::error::AlthingError;

#[derive(Accounts)]
pub struct RequestUnbond<'info> {
    #[account(mut, has_one = operator @ AlthingError::NotBondOperator)]
    pub bond: AccountLoader<'info, LogBond>,
    pub operator: Signer<'info>,
}

/// Starts the way out for a part of a bond, or all of it. It stays liable until it is withdrawn.
///
/// # Specification
/// - Only the operator may.
/// - The amount is more than zero and at most what is bonded beside what is on its way out.
/// - It can be withdrawn after the bond's cooldown, which no vote changes. A second request joins the first, and
///   the cooldown begins anew for both.
pub fn request_unbond(ctx: Context<RequestUnbond>, amount: u64) -> Result<()> {
    ensure!(amount > 0, AlthingError::AmountIsZero);
    let accounts = &ctx.accounts;
    let mut bond = accounts.bond.load_mut()?;
    bond.amount = bond
        .amount
        .checked_sub(amount)
        .ok_or(AlthingError::AmountOverBond)?;
    bond.unbonding = bond
        .unbonding
        .checked_add(amount)
        .ok_or(AlthingError::Overflow)?;
    bond.available_at = Clock::get()?
        .unix_timestamp
        .checked_add(bond.cooldown)
        .ok_or(AlthingError::Overflow)?;
    emit!(UnbondRequested {
        bond: accounts.bond.key(),
        amount,
        unbonding: bond.unbonding,
        available_at: bond.available_at,
    });
    Ok(())
}
