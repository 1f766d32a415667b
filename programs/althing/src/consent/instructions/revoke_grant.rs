use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::audit::{self, AuditLog, EntryKind};
use crate::consent::refund::{pay_back, Purse};
use crate::consent::{entries, Dataset, Grant};
use crate::error::AlthingError;

#[derive(Accounts)]
pub struct RevokeGrant<'info> {
    #[account(has_one = owner @ AlthingError::NotDatasetOwner)]
    pub dataset: AccountLoader<'info, Dataset>,
    #[account(
        mut,
        dup,
        has_one = dataset @ AlthingError::WrongDataset,
        has_one = log @ AlthingError::WrongLog
    )]
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
    pub owner: Signer<'info>,
    pub token_program: Interface<'info, TokenInterface>,
}

/// Takes consent back, at once. What is unused goes back to the licensee; what has accrued stays the owner's.
///
/// # Specification
/// - Only the dataset's owner may, while the grant is active and not expired.
/// - No account of the licensee's can hold it up: where none is given, the refund waits.
/// - The revocation is an entry of the organisation's log.
pub fn revoke_grant(ctx: Context<RevokeGrant>) -> Result<()> {
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
        ensure!(!grant.is_expired(now), AlthingError::GrantExpired);
        grant.end(Grant::REVOKED, now)?;
        entries::GrantRevoked {
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
        EntryKind::GrantRevoked,
        accounts.owner.key,
        &payload,
    )
}
