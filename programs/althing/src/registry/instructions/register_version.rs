use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::constants::{ACCOUNT_VERSION, SEED_VERSION};
use crate::error::AlthingError;
use crate::metadata::require_metadata;
use crate::registry::{entries, Model, ModelHistory, ModelVersion, VersionStatus};
use crate::text::fixed;

#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct RegisterVersionArgs {
    /// The model's `version_count + 1`.
    pub number: u64,
    /// OpenSSF model-signing root: SHA-256 of the files' raw SHA-256 digests, concatenated in the
    /// manifest's order.
    pub weights_digest: [u8; 32],
    /// SHA-256 of the exact bytes of the in-toto statement that lists every file of the release.
    pub manifest_digest: [u8; 32],
    /// Digest of the code that trained or runs it; zeros where it is not published.
    pub code_digest: [u8; 32],
    /// Merkle root over the training data; zeros where it is not published.
    pub dataset_root: [u8; 32],
    /// 0 to 200 bytes.
    pub metadata_uri: String,
    /// SHA-256 of what the URI points at; zeros without a URI.
    pub metadata_hash: [u8; 32],
}

#[derive(Accounts)]
#[instruction(args: RegisterVersionArgs)]
pub struct RegisterVersion<'info> {
    #[account(
        mut,
        dup,
        has_one = maintainer @ AlthingError::NotMaintainer,
        has_one = log @ AlthingError::WrongLog
    )]
    pub model: Box<Account<'info, Model>>,
    // The number is checked where the address is derived: a number already taken would else be
    // refused by the system program, without a name.
    #[account(
        init,
        payer = payer,
        space = ModelVersion::SPACE,
        seeds = [SEED_VERSION, model.key().as_ref(), &model.require_next(args.number)?.to_le_bytes()[..]],
        bump
    )]
    pub model_version: AccountLoader<'info, ModelVersion>,
    #[account(mut, dup, has_one = model @ AlthingError::WrongHistory)]
    pub history: AccountLoader<'info, ModelHistory>,
    #[account(mut)]
    pub log: AccountLoader<'info, AuditLog>,
    pub maintainer: Signer<'info>,
    #[account(mut)]
    pub payer: Signer<'info>,
    pub system_program: Program<'info, System>,
}

/// Registers a release of a model, as a draft. Its digests never change afterwards; what it was made from
/// can be linked until it is staged.
///
/// # Specification
/// - Only the maintainer may.
/// - The number is the next one.
/// - The digests of weights and manifest are given.
/// - The URI is at most 200 bytes, and comes with the hash of what it points at.
/// - The registration is in the model's history, outside the places kept for the authority, and an entry of its log.
pub fn register_version(ctx: Context<RegisterVersion>, args: RegisterVersionArgs) -> Result<()> {
    ensure!(
        args.weights_digest != [0; 32],
        AlthingError::WeightsDigestIsZero
    );
    ensure!(
        args.manifest_digest != [0; 32],
        AlthingError::ManifestDigestIsZero
    );
    require_metadata(&args.metadata_uri, &args.metadata_hash)?;

    let accounts = &mut *ctx.accounts;
    accounts.model.add_version(args.number)?;
    write_version(accounts, ctx.bumps.model_version, &args)?;
    ModelHistory::note_maintainers(&accounts.history, args.number, None, VersionStatus::Draft)?;
    let payload = entries::VersionRegistered {
        number: args.number,
        weights_digest: args.weights_digest,
        manifest_digest: args.manifest_digest,
        code_digest: args.code_digest,
        dataset_root: args.dataset_root,
        metadata_hash: args.metadata_hash,
        metadata_uri: args.metadata_uri,
    };
    audit::record(
        &accounts.log,
        EntryKind::VersionRegistered,
        accounts.maintainer.key,
        &payload,
    )
}

/// Fills the account, which is fresh: what is not written is zero.
fn write_version(accounts: &RegisterVersion, bump: u8, args: &RegisterVersionArgs) -> Result<()> {
    let version = &mut accounts.model_version.load_init()?;
    version.version = ACCOUNT_VERSION;
    version.bump = bump;
    version.set_status(VersionStatus::Draft);
    version.dao = accounts.model.dao;
    version.model = accounts.model.key();
    version.payer = accounts.payer.key();
    version.number = args.number;
    version.weights_digest = args.weights_digest;
    version.manifest_digest = args.manifest_digest;
    version.code_digest = args.code_digest;
    version.dataset_root = args.dataset_root;
    version.metadata_hash = args.metadata_hash;
    version.lineage_revision = ModelVersion::UNCHECKED;
    version.created_at = Clock::get()?.unix_timestamp;
    version.metadata_uri = fixed(&args.metadata_uri, AlthingError::MetadataUriOutOfBounds)?;
    Ok(())
}
