use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::error::AlthingError;
use crate::registry::{entries, Model, ModelVersion, VersionStatus};

#[derive(Accounts)]
pub struct LinkParent<'info> {
    #[account(has_one = maintainer @ AlthingError::NotMaintainer, has_one = log @ AlthingError::WrongLog)]
    pub model: Box<Account<'info, Model>>,
    #[account(mut, dup, has_one = model @ AlthingError::WrongModel)]
    pub model_version: AccountLoader<'info, ModelVersion>,
    /// The version that it was made from, of any model of the organisation.
    #[account(
        mut,
        dup,
        constraint = parent.load()?.dao == model.dao @ AlthingError::WrongDao
    )]
    pub parent: AccountLoader<'info, ModelVersion>,
    #[account(mut, dup)]
    pub log: AccountLoader<'info, AuditLog>,
    pub maintainer: Signer<'info>,
}

/// Says of a draft that it was made from another version, such as a base model, or one side of a merge.
///
/// # Specification
/// - Only the maintainer may.
/// - The version is a draft that no evaluator has said anything about, with fewer than 4 parents.
/// - The parent is a version of any model of the organisation, not a draft, not revoked, not linked yet.
///   (So it is never the version itself, nor made from it: lineage has no cycles.)
/// - The link is an entry of the model's log.
pub fn link_parent(ctx: Context<LinkParent>) -> Result<()> {
    let accounts = &*ctx.accounts;
    let (parent_number, parent_weights_digest) = take_child(&accounts.parent)?;
    let number = {
        let version = &mut accounts.model_version.load_mut()?;
        version.require_editable()?;
        version.add_parent(accounts.parent.key())?;
        version.number
    };
    let payload = entries::ParentLinked {
        number,
        parent: accounts.parent.key(),
        parent_number,
        parent_weights_digest,
    };
    audit::record(
        &accounts.log,
        EntryKind::ParentLinked,
        accounts.maintainer.key,
        &payload,
    )
}

/// Counts a child of the parent, whose number and weights it returns.
fn take_child(parent: &AccountLoader<ModelVersion>) -> Result<(u64, [u8; 32])> {
    let parent = &mut parent.load_mut()?;
    match parent.status() {
        VersionStatus::Draft => return Err(crate::error::refuse(AlthingError::ParentIsDraft)),
        VersionStatus::Revoked => return Err(crate::error::refuse(AlthingError::ParentRevoked)),
        _ => {}
    }
    let children = parent.children.checked_add(1);
    parent.children = children.ok_or(AlthingError::Overflow)?;
    Ok((parent.number, parent.weights_digest))
}
