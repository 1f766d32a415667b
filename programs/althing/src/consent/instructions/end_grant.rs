use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::audit::{self, AuditLog, EntryKind};
use crate::consent::refund::{pay_back, Purse};
use crate::consent::{entries, Grant};
use crate::error::AlthingError;

#[derive(Accounts)]
pub struct EndGrant<'info> {
    #[account(mut, dup, has_one = log @ AlthingError::WrongLog)]
    pub grant: AccountLoader<'info, Grant>,
    /// The grant's vault; with `to` and `mint` left out, the refund waits for `refund_grant`.
    #[account(mut, dup)]
    pub vault: Option<Box<InterfaceAccount<'info, TokenAccount>>>,
    /// A token account of the licensee's.
    #[account(mut, dup)]
    pub to: Option<Box<InterfaceAccount<'info, TokenAccount>>>,
    pub mint: Option<Box<InterfaceAccount<'info, Mint>>>,
    #[account(mut, dup)]
    pub log: AccountLoader<'info, AuditLog>,
    pub caller: Signer<'info>,
    pub token_program: Interface<'info, TokenInterface>,
}

/// Gives a grant up. What is unused goes back to the licensee; what has accrued stays the owner's.
///
/// # Specification
/// - The licensee may, while the grant is active; anybody once it has expired.
/// - The end is an entry of the organisation's log.
pub fn end_grant(ctx: Context<EndGrant>) -> Result<()> {
    let accounts = &*ctx.accounts;
    let purse = Purse::take(
        &accounts.grant,
        accounts.vault.as_deref(),
        accounts.to.as_deref(),
        accounts.mint.as_deref(),
    )?;
    let payload = {
        let mut grant = accounts.grant.load_mut()?;
        let now = Clock::get()?.unix_timestamp;
        let may = grant.is_expired(now) || grant.licensee == accounts.caller.key();
        ensure!(may, AlthingError::NotLicensee);
        grant.end(Grant::ENDED, now)?;
        entries::GrantEnded {
            grant: accounts.grant.key(),
            unused: grant.meter.prepaid,
            accrued: grant.meter.owed,
        }
    };
    if let Some(purse) = purse {
        pay_back(&accounts.grant, &purse, &accounts.token_program)?;
    }
    audit::record(
        &accounts.log,
        EntryKind::GrantEnded,
        accounts.caller.key,
        &payload,
    )
}
