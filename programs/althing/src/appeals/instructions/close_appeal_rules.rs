use anchor_lang::prelude::*;

use crate::appeals::AppealRules;
use crate::bond::LogBond;
use crate::error::AlthingError;

#[derive(Accounts)]
pub struct CloseAppealRules<'info> {
    #[account(
        mut,
        has_one = bond @ AlthingError::WrongBond,
        has_one = payer @ AlthingError::WrongPayer,
        close = payer
    )]
    pub rules: Box<Account<'info, AppealRules>>,
    /// CHECK: the address of the bond, which is looked at if it exists.
    pub bond: UncheckedAccount<'info>,
    /// CHECK: who paid the rent, as the rules say.
    #[account(mut)]
    pub payer: UncheckedAccount<'info>,
}

/// Closes the terms of a bond that is no more; the rent returns to whoever paid it.
///
/// # Specification
/// - Anybody may.
/// - The bond is closed, or was opened anew towards another organisation.
pub fn close_appeal_rules<'info>(ctx: Context<'info, CloseAppealRules<'info>>) -> Result<()> {
    let accounts: &'info CloseAppealRules<'info> = ctx.accounts;
    let bond = accounts.bond.as_ref();
    if bond.owner == &crate::ID {
        let dao = AccountLoader::<LogBond>::try_from(bond)?.load()?.dao;
        ensure!(dao != accounts.rules.dao, AlthingError::BondStillOpen);
    }
    Ok(())
}
