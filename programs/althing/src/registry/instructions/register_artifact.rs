use anchor_lang::prelude::*;

use crate::constants::{ACCOUNT_VERSION, SEED_ARTIFACT};
use crate::create::create;
use crate::dao::Dao;
use crate::error::AlthingError;
use crate::metadata::require_metadata;
use crate::registry::events::ArtifactRegistered;
use crate::registry::{Artifact, Model};
use crate::text::fixed;

#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct RegisterArtifactArgs {
    /// 1 code, 2 evaluation suite.
    pub kind: u8,
    /// SHA-256 of the artifact.
    pub digest: [u8; 32],
    /// Where the artifact or its description is, 0 to 200 bytes.
    pub metadata_uri: String,
    /// SHA-256 of what the URI points at; zeros without a URI.
    pub metadata_hash: [u8; 32],
}

#[derive(Accounts)]
#[instruction(args: RegisterArtifactArgs)]
pub struct RegisterArtifact<'info> {
    pub dao: Box<Account<'info, Dao>>,
    /// Any model of the organisation that the owner maintains.
    #[account(
        has_one = dao @ AlthingError::WrongDao,
        constraint = model.maintainer == owner.key() @ AlthingError::NotMaintainer
    )]
    pub model: Box<Account<'info, Model>>,
    /// CHECK: created here, at the address of its kind and digest.
    #[account(
        mut,
        seeds = [SEED_ARTIFACT, dao.key().as_ref(), &[args.kind], args.digest.as_ref()],
        bump,
        constraint = artifact.data_is_empty() @ AlthingError::ArtifactExists
    )]
    pub artifact: UncheckedAccount<'info>,
    pub owner: Signer<'info>,
    #[account(mut)]
    pub payer: Signer<'info>,
    pub system_program: Program<'info, System>,
}

/// Registers code or an evaluation suite, for versions of the organisation to link.
///
/// # Specification
/// - Whoever maintains a model of the organisation may.
/// - The kind is known and the digest given; together they are its address, so there is one of each.
/// - The URI is at most 200 bytes, and comes with the hash of what it points at.
pub fn register_artifact<'info>(
    ctx: Context<'info, RegisterArtifact<'info>>,
    args: RegisterArtifactArgs,
) -> Result<()> {
    Artifact::require_kind(args.kind)?;
    ensure!(args.digest != [0; 32], AlthingError::ArtifactDigestIsZero);
    require_metadata(&args.metadata_uri, &args.metadata_hash)?;

    let accounts: &RegisterArtifact = ctx.accounts;
    let dao = accounts.dao.key();
    let seeds: [&[u8]; 5] = [
        SEED_ARTIFACT,
        dao.as_ref(),
        &[args.kind],
        &args.digest,
        &[ctx.bumps.artifact],
    ];
    create(&accounts.artifact, &accounts.payer, Artifact::SPACE, &seeds)?;
    let record = AccountLoader::<Artifact>::new_unchecked(&accounts.artifact);
    let mut artifact = record.load_init()?;
    artifact.version = ACCOUNT_VERSION;
    artifact.bump = ctx.bumps.artifact;
    artifact.kind = args.kind;
    artifact.dao = dao;
    artifact.owner = accounts.owner.key();
    artifact.payer = accounts.payer.key();
    artifact.digest = args.digest;
    artifact.metadata_hash = args.metadata_hash;
    artifact.metadata_uri = fixed(&args.metadata_uri, AlthingError::MetadataUriOutOfBounds)?;
    emit!(ArtifactRegistered {
        artifact: accounts.artifact.key(),
        dao,
        kind: args.kind,
        digest: args.digest,
    });
    drop(artifact);
    record.exit(&crate::ID)
}
