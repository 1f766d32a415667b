use anchor_lang::prelude::*;

use crate::error::{refuse, AlthingError};
use crate::registry::events::VersionClosed;
use crate::registry::{lineage, Artifact, DigestIndex, Model, ModelVersion, VersionStatus};

#[derive(Accounts)]
pub struct CloseVersion<'info> {
    #[account(mut, dup)]
    pub model: Box<Account<'info, Model>>,
    #[account(
        mut,
        dup,
        has_one = model @ AlthingError::WrongModel,
        has_one = payer @ AlthingError::WrongPayer,
        close = payer
    )]
    pub model_version: AccountLoader<'info, ModelVersion>,
    #[account(
        mut,
        dup,
        constraint = is_index_of(&digest_index, &model_version)? @ AlthingError::WrongDigestIndex
    )]
    pub digest_index: AccountLoader<'info, DigestIndex>,
    /// CHECK: who paid the index's rent, as it says.
    #[account(mut, address = digest_index.load()?.payer @ AlthingError::WrongPayer)]
    pub index_payer: UncheckedAccount<'info>,
    /// Whoever asks: for a draft, the maintainer.
    pub closer: Signer<'info>,
    /// CHECK: who paid the rent, as the version says.
    #[account(mut)]
    pub payer: UncheckedAccount<'info>,
    // Remaining accounts, writable: the version's parents in order, then its code and its evaluation suite, those
    // that it links.
}

/// Closes a version that is finished, or a draft that its maintainer gives up; the rent returns to
/// whoever paid it.
///
/// # Specification
/// - Anybody may close a revoked version, the maintainer also a draft; others are not finished, since
///   they may be or come into production.
/// - No attestation of it is open. (Those of a draft are their evaluators' to withdraw.)
/// - No open version names it as a parent: a lineage stays readable to its roots.
/// - Its parents and artifacts are given; they have one child or link less.
/// - The index of its weights counts one less, and is closed to its payer with the last.
pub fn close_version<'info>(ctx: Context<'info, CloseVersion<'info>>) -> Result<()> {
    let accounts = &mut *ctx.accounts;
    let number = {
        let version = accounts.model_version.load()?;
        require_finished(
            version.status(),
            accounts.closer.key,
            &accounts.model.maintainer,
        )?;
        ensure_eq!(version.open_attestations, 0, AlthingError::AttestationsOpen);
        ensure_eq!(version.children, 0, AlthingError::VersionHasChildren);
        release_links(&version, ctx.remaining_accounts)?;
        version.number
    };
    let is_last = accounts.digest_index.load_mut()?.remove()?;
    if is_last {
        accounts
            .digest_index
            .close(accounts.index_payer.to_account_info())?;
    }
    accounts.model.forget_version()?;
    emit!(VersionClosed {
        model: accounts.model.key(),
        number
    });
    Ok(())
}

fn require_finished(status: VersionStatus, closer: &Pubkey, maintainer: &Pubkey) -> Result<()> {
    match status {
        VersionStatus::Revoked => {}
        VersionStatus::Draft => ensure_keys_eq!(closer, maintainer, AlthingError::NotMaintainer),
        VersionStatus::Staged | VersionStatus::Production | VersionStatus::Deprecated => {
            return Err(refuse(AlthingError::VersionNotFinished))
        }
    }
    Ok(())
}

/// The index is that of the version's weights in its organisation.
fn is_index_of(
    index: &AccountLoader<DigestIndex>,
    version: &AccountLoader<ModelVersion>,
) -> Result<bool> {
    let (index, version) = (index.load()?, version.load()?);
    Ok(index.dao == version.dao && index.digest == version.weights_digest)
}

/// Uncounts the version in what it links.
fn release_links<'info>(
    version: &ModelVersion,
    further: &'info [AccountInfo<'info>],
) -> Result<()> {
    let (parents, rest) = lineage::split_parents(version, further)?;
    for parent in parents {
        lineage::release_child(&AccountLoader::try_from(parent)?)?;
    }
    let mut given = rest.iter();
    for linked in version.artifacts() {
        let info = given.next().ok_or(AlthingError::WrongArtifact)?;
        ensure_keys_eq!(info.key, linked, AlthingError::WrongArtifact);
        let artifact = AccountLoader::<Artifact>::try_from(info)?;
        artifact.load_mut()?.remove_link()?;
    }
    Ok(())
}
