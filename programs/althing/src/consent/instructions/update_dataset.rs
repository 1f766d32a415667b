use anchor_lang::prelude::*;
use anchor_spl::token_interface::Mint;

use super::register_dataset::payment_mint;
use crate::audit::{self, AuditLog, EntryKind};
use crate::consent::{entries, Dataset};
use crate::error::AlthingError;
use crate::metadata::require_metadata;
use crate::text::fixed;

#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct UpdateDatasetArgs {
    /// Where its description is, 0 to 200 bytes.
    pub uri: String,
    /// SHA-256 of what the URI points at; zeros without a URI.
    pub metadata_hash: [u8; 32],
}

#[derive(Accounts)]
pub struct UpdateDataset<'info> {
    #[account(
        mut,
        dup,
        has_one = owner @ AlthingError::NotDatasetOwner,
        has_one = log @ AlthingError::WrongLog
    )]
    pub dataset: AccountLoader<'info, Dataset>,
    /// The mint in which prices are paid from now on; none where all later grants are free.
    pub mint: Option<Box<InterfaceAccount<'info, Mint>>>,
    #[account(mut, dup)]
    pub log: AccountLoader<'info, AuditLog>,
    pub owner: Signer<'info>,
}

/// Replaces a dataset's description, and the mint of later prices.
///
/// # Specification
/// - Only the owner may.
/// - The URI is at most 200 bytes, and comes with the hash of what it points at.
/// - The mint, if there is one, has no extension that would break the books. Grants that were offered keep
///   theirs.
/// - The change is an entry of the organisation's log.
pub fn update_dataset(ctx: Context<UpdateDataset>, args: UpdateDatasetArgs) -> Result<()> {
    require_metadata(&args.uri, &args.metadata_hash)?;
    let accounts = &ctx.accounts;
    let mint = payment_mint(accounts.mint.as_deref())?;
    {
        let mut dataset = accounts.dataset.load_mut()?;
        dataset.mint = mint;
        dataset.metadata_hash = args.metadata_hash;
        dataset.uri = fixed(&args.uri, AlthingError::MetadataUriOutOfBounds)?;
    }
    let payload = entries::DatasetUpdated {
        dataset: accounts.dataset.key(),
        metadata_hash: args.metadata_hash,
        mint,
    };
    audit::record(
        &accounts.log,
        EntryKind::DatasetUpdated,
        accounts.owner.key,
        &payload,
    )
}
