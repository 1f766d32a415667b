use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::consent::{entries, ClosedDataset, Dataset};
use crate::constants::ACCOUNT_VERSION;
use crate::error::AlthingError;

#[derive(Accounts)]
pub struct CloseDataset<'info> {
    /// CHECK: decoded in the handler, where it becomes the place of a closed dataset, which Anchor would overwrite.
    #[account(mut)]
    pub dataset: UncheckedAccount<'info>,
    #[account(mut, dup)]
    pub log: AccountLoader<'info, AuditLog>,
    pub owner: Signer<'info>,
    /// CHECK: who paid the rent, as the dataset says.
    #[account(mut, dup)]
    pub payer: UncheckedAccount<'info>,
}

/// Closes a dataset. Its description is gone from the chain, and its rent returns to whoever paid it, but for that of
/// its place, which stays taken: what names the dataset would else name whatever somebody else registers there.
///
/// # Specification
/// - Only the owner may, who may register the dataset again.
/// - No grant of it exists any more.
/// - The end is an entry of the organisation's log.
pub fn close_dataset<'info>(ctx: Context<'info, CloseDataset<'info>>) -> Result<()> {
    let accounts: &CloseDataset = ctx.accounts;
    let closed = close(accounts)?;
    let payload = entries::DatasetClosed {
        dataset: accounts.dataset.key(),
    };
    audit::record(
        &accounts.log,
        EntryKind::DatasetClosed,
        accounts.owner.key,
        &payload,
    )?;
    closed.leave(&accounts.dataset, &accounts.payer)
}

/// What is left of the dataset, where it can be closed.
fn close<'info>(accounts: &'info CloseDataset<'info>) -> Result<ClosedDataset> {
    let loader = AccountLoader::<Dataset>::try_from(&accounts.dataset)?;
    let dataset = loader.load()?;
    let owner = accounts.owner.key();
    ensure_keys_eq!(dataset.owner, owner, AlthingError::NotDatasetOwner);
    ensure_keys_eq!(dataset.log, accounts.log.key(), AlthingError::WrongLog);
    let payer = accounts.payer.key();
    ensure_keys_eq!(dataset.payer, payer, AlthingError::WrongPayer);
    ensure_eq!(dataset.open_grants, 0, AlthingError::GrantsOpen);
    Ok(ClosedDataset {
        version: ACCOUNT_VERSION,
        bump: dataset.bump,
        _padding: [0; 6],
        owner,
    })
}
