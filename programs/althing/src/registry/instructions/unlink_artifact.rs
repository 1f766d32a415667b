use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::error::AlthingError;
use crate::registry::{entries, Artifact, Model, ModelVersion};

#[derive(Accounts)]
pub struct UnlinkArtifact<'info> {
    #[account(has_one = maintainer @ AlthingError::NotMaintainer, has_one = log @ AlthingError::WrongLog)]
    pub model: Box<Account<'info, Model>>,
    #[account(mut, dup, has_one = model @ AlthingError::WrongModel)]
    pub model_version: AccountLoader<'info, ModelVersion>,
    #[account(mut, dup, constraint = artifact.load()?.dao == model.dao @ AlthingError::WrongDao)]
    pub artifact: AccountLoader<'info, Artifact>,
    #[account(mut, dup)]
    pub log: AccountLoader<'info, AuditLog>,
    pub maintainer: Signer<'info>,
}

/// Takes back which code made a draft, or which suite evaluates it.
///
/// # Specification
/// - Only the maintainer may.
/// - The version is a draft that no evaluator has said anything about.
/// - It links this artifact.
/// - The change is an entry of the model's log.
pub fn unlink_artifact(ctx: Context<UnlinkArtifact>) -> Result<()> {
    let accounts = &*ctx.accounts;
    let key = accounts.artifact.key();
    let artifact = &mut accounts.artifact.load_mut()?;
    let version = &mut accounts.model_version.load_mut()?;
    version.require_editable()?;
    version.unlink_artifact(&key, artifact.kind)?;
    artifact.remove_link()?;
    let payload = entries::ArtifactLinked {
        number: version.number,
        kind: artifact.kind,
        linked: false,
        artifact: key,
        digest: artifact.digest,
    };
    audit::record(
        &accounts.log,
        EntryKind::ArtifactLinked,
        accounts.maintainer.key,
        &payload,
    )
}
