use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::error::AlthingError;
use crate::metadata::require_metadata;
use crate::registry::{entries, Model};

#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct UpdateModelArgs {
    /// 0 to 200 bytes.
    pub metadata_uri: String,
    /// SHA-256 of what the URI points at; zeros without a URI.
    pub metadata_hash: [u8; 32],
}

#[derive(Accounts)]
pub struct UpdateModel<'info> {
    #[account(
        mut,
        dup,
        has_one = maintainer @ AlthingError::NotMaintainer,
        has_one = log @ AlthingError::WrongLog
    )]
    pub model: Box<Account<'info, Model>>,
    #[account(mut)]
    pub log: AccountLoader<'info, AuditLog>,
    pub maintainer: Signer<'info>,
}

/// Replaces a model's description. What was released is not touched.
///
/// # Specification
/// - Only the maintainer may.
/// - The URI is at most 200 bytes, and comes with the hash of what it points at.
/// - The change is an entry of the model's log.
pub fn update_model(ctx: Context<UpdateModel>, args: UpdateModelArgs) -> Result<()> {
    require_metadata(&args.metadata_uri, &args.metadata_hash)?;

    let payload = entries::ModelUpdated {
        metadata_hash: args.metadata_hash,
        metadata_uri: args.metadata_uri,
    };
    let maintainer = ctx.accounts.maintainer.key;
    audit::record(
        &ctx.accounts.log,
        EntryKind::ModelUpdated,
        maintainer,
        &payload,
    )?;

    let model = &mut ctx.accounts.model;
    model.metadata_hash = payload.metadata_hash;
    model.metadata_uri = payload.metadata_uri;
    Ok(())
}
