use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::dao::Dao;
use crate::error::{refuse, AlthingError};
use crate::registry::{entries, lineage, Model, ModelVersion, VersionStatus};

#[derive(Accounts)]
pub struct LinkParent<'info> {
    pub dao: Box<Account<'info, Dao>>,
    #[account(
        has_one = dao @ AlthingError::WrongDao,
        has_one = maintainer @ AlthingError::NotMaintainer,
        has_one = log @ AlthingError::WrongLog
    )]
    pub model: Box<Account<'info, Model>>,
    #[account(mut, dup, has_one = model @ AlthingError::WrongModel)]
    pub model_version: AccountLoader<'info, ModelVersion>,
    /// The version that it was made from, of any model of the organisation.
    #[account(mut, dup, has_one = dao @ AlthingError::WrongDao)]
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
    // Before the parent is held: it is another account, since no draft is taken for one.
    accounts.model_version.load()?.require_editable()?;
    take_child(&accounts.parent)?;
    let parent = accounts.parent.load()?;
    let number = {
        let version = &mut accounts.model_version.load_mut()?;
        let revision = accounts.dao.lineage_revision;
        lineage::link(version, &accounts.parent.key(), &parent, revision)?;
        version.number
    };
    let payload = entries::ParentLinked {
        number,
        parent: accounts.parent.key(),
        parent_number: parent.number,
        parent_weights_digest: parent.weights_digest,
    };
    audit::record(
        &accounts.log,
        EntryKind::ParentLinked,
        accounts.maintainer.key,
        &payload,
    )
}

/// Counts a child of the parent. A draft is refused here, so that a version is never its own parent.
fn take_child(parent: &AccountLoader<ModelVersion>) -> Result<()> {
    let parent = &mut parent.load_mut()?;
    match parent.status() {
        VersionStatus::Draft => return Err(refuse(AlthingError::ParentIsDraft)),
        VersionStatus::Revoked => return Err(refuse(AlthingError::ParentRevoked)),
        VersionStatus::Staged | VersionStatus::Production | VersionStatus::Deprecated => {}
    }
    let children = parent.children.checked_add(1);
    parent.children = children.ok_or(AlthingError::Overflow)?;
    Ok(())
}
