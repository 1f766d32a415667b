use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::error::AlthingError;
use crate::registry::{entries, lineage, Model, ModelVersion};

#[derive(Accounts)]
pub struct UnlinkParent<'info> {
    #[account(has_one = maintainer @ AlthingError::NotMaintainer, has_one = log @ AlthingError::WrongLog)]
    pub model: Box<Account<'info, Model>>,
    #[account(mut, dup, has_one = model @ AlthingError::WrongModel)]
    pub model_version: AccountLoader<'info, ModelVersion>,
    /// One of its parents.
    #[account(mut, dup)]
    pub parent: AccountLoader<'info, ModelVersion>,
    #[account(mut, dup)]
    pub log: AccountLoader<'info, AuditLog>,
    pub maintainer: Signer<'info>,
}

/// Takes back that a draft was made from another version.
///
/// # Specification
/// - Only the maintainer may.
/// - The version is a draft that no evaluator has said anything about, and the parent is linked.
/// - The correction is an entry of the model's log.
pub fn unlink_parent(ctx: Context<UnlinkParent>) -> Result<()> {
    let accounts = &*ctx.accounts;
    let parent = accounts.parent.key();
    let number = {
        let version = &mut accounts.model_version.load_mut()?;
        version.require_editable()?;
        lineage::unlink(version, &parent)?;
        version.number
    };
    lineage::release_child(&accounts.parent)?;
    audit::record(
        &accounts.log,
        EntryKind::ParentUnlinked,
        accounts.maintainer.key,
        &entries::ParentUnlinked { number, parent },
    )
}
