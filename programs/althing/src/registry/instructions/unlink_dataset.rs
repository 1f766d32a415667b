use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::error::AlthingError;
use crate::registry::{entries, grants, Model, ModelVersion};

#[derive(Accounts)]
pub struct UnlinkDataset<'info> {
    #[account(has_one = maintainer @ AlthingError::NotMaintainer, has_one = log @ AlthingError::WrongLog)]
    pub model: Box<Account<'info, Model>>,
    #[account(mut, dup, has_one = model @ AlthingError::WrongModel)]
    pub model_version: AccountLoader<'info, ModelVersion>,
    #[account(mut, dup)]
    pub log: AccountLoader<'info, AuditLog>,
    pub maintainer: Signer<'info>,
}

/// Takes back that a draft was made from a dataset, which need not exist any more.
///
/// # Specification
/// - Only the maintainer may.
/// - The version is a draft that no evaluator has said anything about, and the dataset is linked for this purpose.
/// - The correction is an entry of the model's log.
pub fn unlink_dataset(ctx: Context<UnlinkDataset>, dataset: Pubkey, purpose: u8) -> Result<()> {
    let accounts = &*ctx.accounts;
    let number = {
        let version = &mut accounts.model_version.load_mut()?;
        version.require_editable()?;
        grants::unlink(version, &dataset, purpose)?;
        version.number
    };
    let payload = entries::DatasetUnlinked {
        number,
        dataset,
        purpose,
    };
    audit::record(
        &accounts.log,
        EntryKind::DatasetUnlinked,
        accounts.maintainer.key,
        &payload,
    )
}
