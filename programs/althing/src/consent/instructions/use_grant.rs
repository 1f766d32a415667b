use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::consent::{entries, Grant};
use crate::error::AlthingError;

#[derive(Accounts)]
pub struct UseGrant<'info> {
    #[account(
        mut,
        dup,
        has_one = licensee @ AlthingError::NotLicensee,
        has_one = log @ AlthingError::WrongLog
    )]
    pub grant: AccountLoader<'info, Grant>,
    #[account(mut, dup)]
    pub log: AccountLoader<'info, AuditLog>,
    pub licensee: Signer<'info>,
}

/// Records that the data is used.
///
/// # Specification
/// - Only the licensee may, while the grant is valid.
/// - One use or more, and in all no more than the cap.
/// - Where uses cost, they are prepaid, and what they cost accrues to the owner.
/// - The use is an entry of the organisation's log.
pub fn use_grant(ctx: Context<UseGrant>, uses: u64) -> Result<()> {
    let accounts = &ctx.accounts;
    let total = {
        let mut grant = accounts.grant.load_mut()?;
        grant.record_uses(uses, Clock::get()?.unix_timestamp)?;
        grant.uses
    };
    let payload = entries::GrantUsed {
        grant: accounts.grant.key(),
        uses,
        total,
    };
    audit::record(
        &accounts.log,
        EntryKind::GrantUsed,
        accounts.licensee.key,
        &payload,
    )
}
