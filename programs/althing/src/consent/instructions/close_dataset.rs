use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::consent::{entries, Dataset};
use crate::error::AlthingError;

#[derive(Accounts)]
pub struct CloseDataset<'info> {
    #[account(
        mut,
        dup,
        has_one = owner @ AlthingError::NotDatasetOwner,
        has_one = log @ AlthingError::WrongLog,
        has_one = payer @ AlthingError::WrongPayer,
        close = payer
    )]
    pub dataset: AccountLoader<'info, Dataset>,
    #[account(mut, dup)]
    pub log: AccountLoader<'info, AuditLog>,
    pub owner: Signer<'info>,
    /// CHECK: who paid the rent, as the dataset says.
    #[account(mut, dup)]
    pub payer: UncheckedAccount<'info>,
}

/// Closes a dataset; the rent returns to whoever paid it.
///
/// # Specification
/// - Only the owner may.
/// - No grant of it exists any more.
/// - The end is an entry of the organisation's log.
pub fn close_dataset(ctx: Context<CloseDataset>) -> Result<()> {
    let accounts = &ctx.accounts;
    ensure_eq!(
        accounts.dataset.load()?.open_grants,
        0,
        AlthingError::GrantsOpen
    );
    let payload = entries::DatasetClosed {
        dataset: accounts.dataset.key(),
    };
    audit::record(
        &accounts.log,
        EntryKind::DatasetClosed,
        accounts.owner.key,
        &payload,
    )
}
