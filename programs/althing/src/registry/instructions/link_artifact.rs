use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::error::AlthingError;
use crate::registry::{entries, Artifact, Model, ModelVersion};

#[derive(Accounts)]
pub struct LinkArtifact<'info> {
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

/// Says which code made a draft, or which suite evaluates it.
///
/// # Specification
/// - Only the maintainer may.
/// - The version is a draft that no evaluator has said anything about.
/// - It has no artifact of that kind yet; the artifact is one of the organisation.
/// - Where the version was registered with a `code_digest`, its code is of that digest.
/// - The change is an entry of the model's log.
pub fn link_artifact(ctx: Context<LinkArtifact>) -> Result<()> {
    let accounts = &*ctx.accounts;
    let key = accounts.artifact.key();
    let artifact = &mut accounts.artifact.load_mut()?;
    let version = &mut accounts.model_version.load_mut()?;
    version.require_editable()?;
    version.link_artifact(key, artifact.kind, &artifact.digest)?;
    artifact.add_link()?;
    let payload = entries::ArtifactLinked {
        number: version.number,
        kind: artifact.kind,
        linked: true,
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
