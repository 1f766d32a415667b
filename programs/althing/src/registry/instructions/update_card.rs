use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::error::AlthingError;
use crate::metadata::require_metadata;
use crate::registry::{entries, Model, ModelVersion, VersionStatus};
use crate::text::fixed;

#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct UpdateCardArgs {
    /// Where the card is, 0 to 200 bytes.
    pub metadata_uri: String,
    /// SHA-256 of what the URI points at; zeros without a URI.
    pub metadata_hash: [u8; 32],
}

#[derive(Accounts)]
pub struct UpdateCard<'info> {
    #[account(has_one = maintainer @ AlthingError::NotMaintainer, has_one = log @ AlthingError::WrongLog)]
    pub model: Box<Account<'info, Model>>,
    #[account(mut, dup, has_one = model @ AlthingError::WrongModel)]
    pub model_version: AccountLoader<'info, ModelVersion>,
    #[account(mut, dup)]
    pub log: AccountLoader<'info, AuditLog>,
    pub maintainer: Signer<'info>,
}

/// Replaces a version's description (its model card). What it describes is not touched.
///
/// # Specification
/// - Only the maintainer may.
/// - The version is a draft that no evaluator has said anything about, or in production. While a vote may be about to
///   promote it (staged, deprecated), its card stands still: voters decide on what they saw, and a maintainer cannot
///   stop what was decided.
/// - Of any version but a revoked one, the same card may move to another URI.
/// - The URI is at most 200 bytes, and comes with the hash of what it points at.
/// - The change is an entry of the model's log, with the old hash and the new one.
pub fn update_card(ctx: Context<UpdateCard>, args: UpdateCardArgs) -> Result<()> {
    require_metadata(&args.metadata_uri, &args.metadata_hash)?;
    let accounts = &*ctx.accounts;
    let payload = {
        let version = &mut accounts.model_version.load_mut()?;
        require_open(version, &args.metadata_hash)?;
        version.metadata_uri = fixed(&args.metadata_uri, AlthingError::MetadataUriOutOfBounds)?;
        let old_hash = std::mem::replace(&mut version.metadata_hash, args.metadata_hash);
        entries::CardUpdated {
            number: version.number,
            old_hash,
            metadata_hash: args.metadata_hash,
            metadata_uri: args.metadata_uri,
        }
    };
    audit::record(
        &accounts.log,
        EntryKind::CardUpdated,
        accounts.maintainer.key,
        &payload,
    )
}

/// Refuses another card for a version that a vote may be about to promote, and any for a revoked one.
fn require_open(version: &ModelVersion, metadata_hash: &[u8; 32]) -> Result<()> {
    let status = version.status();
    ensure!(
        status != VersionStatus::Revoked,
        AlthingError::VersionRevoked
    );
    let moves = *metadata_hash == version.metadata_hash;
    let open = match status {
        VersionStatus::Draft => version.open_attestations == 0,
        VersionStatus::Production => true,
        VersionStatus::Staged | VersionStatus::Deprecated | VersionStatus::Revoked => false,
    };
    ensure!(moves || open, AlthingError::CardFrozen);
    Ok(())
}
