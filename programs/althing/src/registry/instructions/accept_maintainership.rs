use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::error::AlthingError;
use crate::registry::{entries, Model};

#[derive(Accounts)]
pub struct AcceptMaintainership<'info> {
    #[account(
        mut,
        dup,
        has_one = new_maintainer @ AlthingError::NotNewMaintainer,
        has_one = log @ AlthingError::WrongLog
    )]
    pub model: Box<Account<'info, Model>>,
    #[account(mut, dup)]
    pub log: AccountLoader<'info, AuditLog>,
    pub new_maintainer: Signer<'info>,
}

/// Takes over a model that was offered; the former maintainer has no right over it any more.
///
/// # Specification
/// - Only the key that it was offered to may. It needs no weight: whoever offered the model has chosen it.
/// - What the former maintainer did stays: versions, links, signing keys (which the new one can retire and revoke),
///   and their own artifacts.
/// - The change is an entry of the model's log.
pub fn accept_maintainership(ctx: Context<AcceptMaintainership>) -> Result<()> {
    let accounts = &mut *ctx.accounts;
    let model = &mut accounts.model;
    model.new_maintainer = Pubkey::default();
    let old_maintainer = std::mem::replace(&mut model.maintainer, accounts.new_maintainer.key());
    audit::record(
        &accounts.log,
        EntryKind::MaintainershipAccepted,
        accounts.new_maintainer.key,
        &entries::MaintainershipAccepted { old_maintainer },
    )
}
