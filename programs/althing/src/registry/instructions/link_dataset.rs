use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::consent::{Dataset, Grant};
use crate::error::AlthingError;
use crate::registry::{entries, grants, Model, ModelVersion};

#[derive(Accounts)]
pub struct LinkDataset<'info> {
    #[account(has_one = maintainer @ AlthingError::NotMaintainer, has_one = log @ AlthingError::WrongLog)]
    pub model: Box<Account<'info, Model>>,
    #[account(mut, dup, has_one = model @ AlthingError::WrongModel)]
    pub model_version: AccountLoader<'info, ModelVersion>,
    /// The dataset that it was made from.
    #[account(constraint = dataset.load()?.dao == model.dao @ AlthingError::WrongDao)]
    pub dataset: AccountLoader<'info, Dataset>,
    #[account(mut, dup)]
    pub log: AccountLoader<'info, AuditLog>,
    pub maintainer: Signer<'info>,
}

/// Says of a draft that it was made from a dataset, and how that was used. A promotion asks for the grant of that
/// use to the model.
///
/// # Specification
/// - Only the maintainer may.
/// - The version is a draft that no evaluator has said anything about, with fewer than 8 datasets.
/// - The dataset is of the same organisation, and not linked for this purpose yet. Whether its owner consents is
///   asked when the version is promoted.
/// - The link is an entry of the model's log.
pub fn link_dataset(ctx: Context<LinkDataset>, purpose: u8) -> Result<()> {
    Grant::require_purpose(purpose)?;
    let accounts = &*ctx.accounts;
    let dataset = accounts.dataset.key();
    let number = {
        let version = &mut accounts.model_version.load_mut()?;
        version.require_editable()?;
        grants::link(version, dataset, purpose)?;
        version.number
    };
    let payload = entries::DatasetLinked {
        number,
        dataset,
        purpose,
        digest: accounts.dataset.load()?.digest,
    };
    audit::record(
        &accounts.log,
        EntryKind::DatasetLinked,
        accounts.maintainer.key,
        &payload,
    )
}
