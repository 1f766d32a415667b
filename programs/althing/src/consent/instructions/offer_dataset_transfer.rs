use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::consent::{entries, Dataset};
use crate::error::AlthingError;

#[derive(Accounts)]
pub struct OfferDatasetTransfer<'info> {
    #[account(
        mut,
        dup,
        has_one = owner @ AlthingError::NotDatasetOwner,
        has_one = log @ AlthingError::WrongLog
    )]
    pub dataset: AccountLoader<'info, Dataset>,
    #[account(mut, dup)]
    pub log: AccountLoader<'info, AuditLog>,
    pub owner: Signer<'info>,
}

/// Offers a dataset to another, who becomes its owner by accepting. The default key takes the offer back.
///
/// # Specification
/// - Only the owner may, and stays the owner until somebody else accepts.
/// - It is not the offer that there is already: entries of the log are not for repeating.
/// - The offer is an entry of the organisation's log.
pub fn offer_dataset_transfer(ctx: Context<OfferDatasetTransfer>, new_owner: Pubkey) -> Result<()> {
    let accounts = &ctx.accounts;
    {
        let mut dataset = accounts.dataset.load_mut()?;
        let changes = dataset.new_owner != new_owner;
        ensure!(changes, AlthingError::OfferUnchanged);
        dataset.new_owner = new_owner;
    }
    let payload = entries::DatasetTransferOffered {
        dataset: accounts.dataset.key(),
        new_owner,
    };
    audit::record(
        &accounts.log,
        EntryKind::DatasetTransferOffered,
        accounts.owner.key,
        &payload,
    )
}
