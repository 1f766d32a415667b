use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::constants::{ACCOUNT_VERSION, SEED_VERSION};
use crate::error::AlthingError;
use crate::registry::{entries, metadata::require_metadata, Model, ModelVersion, VersionStatus};

#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct RegisterVersionArgs {
    /// The model's `version_count + 1`.
    pub number: u64,
    /// SHA-256 of the weights.
    pub weights_digest: [u8; 32],
    /// SHA-256 of the manifest that lists every file of the release.
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
    pub model_version: Box<Account<'info, ModelVersion>>,
    /// The version that it was made from, if any.
    #[account(
        has_one = model @ AlthingError::WrongModel,
        constraint = parent.status != VersionStatus::Revoked @ AlthingError::ParentRevoked
    )]
    pub parent: Option<Box<Account<'info, ModelVersion>>>,
    #[account(mut)]
    pub log: AccountLoader<'info, AuditLog>,
    pub maintainer: Signer<'info>,
    #[account(mut)]
    pub payer: Signer<'info>,
    pub system_program: Program<'info, System>,
}

/// Registers a release of a model, as a draft. What it is never changes afterwards.
///
/// # Specification
/// - Only the maintainer may.
/// - The number is the next one.
/// - The digests of weights and manifest are given.
/// - The URI is at most 200 bytes, and comes with the hash of what it points at.
/// - A parent is a version of the same model, and not revoked.
/// - The registration is an entry of the model's log.
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
    let (parent, parent_number) = match &accounts.parent {
        Some(parent) => (parent.key(), parent.number),
        None => (Pubkey::default(), 0),
    };
    let payload = entries::VersionRegistered {
        number: args.number,
        parent_number,
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
    )?;

    accounts.model.add_version(args.number)?;
    accounts.model_version.set_inner(ModelVersion {
        version: ACCOUNT_VERSION,
        bump: ctx.bumps.model_version,
        status: VersionStatus::Draft,
        model: accounts.model.key(),
        payer: accounts.payer.key(),
        number: args.number,
        parent,
        parent_number,
        weights_digest: args.weights_digest,
        manifest_digest: args.manifest_digest,
        code_digest: args.code_digest,
        dataset_root: args.dataset_root,
        metadata_hash: args.metadata_hash,
        attestations_passed: 0,
        attestations_failed: 0,
        open_attestations: 0,
        created_at: Clock::get()?.unix_timestamp,
        promoted_at: 0,
        metadata_uri: payload.metadata_uri,
    });
    Ok(())
}
