use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::consent::{entries, Dataset};
use crate::error::AlthingError;

#[derive(Accounts)]
pub struct AcceptDatasetTransfer<'info> {
    #[account(
        mut,
        dup,
        has_one = new_owner @ AlthingError::NotNewOwner,
        has_one = log @ AlthingError::WrongLog
    )]
    pub dataset: AccountLoader<'info, Dataset>,
    #[account(mut, dup)]
    pub log: AccountLoader<'info, AuditLog>,
    pub new_owner: Signer<'info>,
}

/// Becomes the owner of a dataset. Its grants go on; what they have accrued and not paid goes to the new owner.
///
/// # Specification
/// - Only whom the owner has offered it to may.
/// - The transfer is an entry of the organisation's log.
pub fn accept_dataset_transfer(ctx: Context<AcceptDatasetTransfer>) -> Result<()> {
    let accounts = &ctx.accounts;
    let old_owner = {
        let mut dataset = accounts.dataset.load_mut()?;
        dataset.new_owner = Pubkey::default();
        std::mem::replace(&mut dataset.owner, accounts.new_owner.key())
    };
    let payload = entries::DatasetTransferred {
        dataset: accounts.dataset.key(),
        old_owner,
    };
    audit::record(
        &accounts.log,
        EntryKind::DatasetTransferred,
        accounts.new_owner.key,
        &payload,
    )
}
