use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::dao::Dao;
use crate::error::AlthingError;
use crate::registry::{entries, Model};

#[derive(Accounts)]
pub struct OfferMaintainership<'info> {
    pub dao: Box<Account<'info, Dao>>,
    #[account(
        mut,
        dup,
        has_one = dao @ AlthingError::WrongDao,
        has_one = log @ AlthingError::WrongLog
    )]
    pub model: Box<Account<'info, Model>>,
    #[account(mut, dup)]
    pub log: AccountLoader<'info, AuditLog>,
    /// The model's maintainer, or the organisation's authority.
    pub offerer: Signer<'info>,
}

/// Offers a model to another key, which maintains it once it accepts. An offer made before is replaced.
///
/// # Specification
/// - The model's maintainer and the organisation's authority may: a vote can give a model away whose maintainer is lost.
///   The maintainer stays it until the offer is accepted. (Who executes such a vote can accept in the same
///   transaction, so that a maintainer who is against it cannot take the offer back before.)
/// - The key is given, and is not the maintainer's. It may be the authority's: the organisation itself maintains then.
/// - The offer is an entry of the model's log.
pub fn offer_maintainership(
    ctx: Context<OfferMaintainership>,
    new_maintainer: Pubkey,
) -> Result<()> {
    let accounts = &mut *ctx.accounts;
    let offerer = accounts.offerer.key;
    require_offerer(offerer, &accounts.model, &accounts.dao)?;
    ensure!(
        new_maintainer != Pubkey::default(),
        AlthingError::OfferedToNobody
    );
    ensure!(
        new_maintainer != accounts.model.maintainer,
        AlthingError::AlreadyMaintainer
    );
    accounts.model.new_maintainer = new_maintainer;
    audit::record(
        &accounts.log,
        EntryKind::MaintainershipOffered,
        offerer,
        &entries::MaintainershipOffered { new_maintainer },
    )
}

/// Whoever may offer a model, or take an offer back.
pub(super) fn require_offerer(offerer: &Pubkey, model: &Model, dao: &Dao) -> Result<()> {
    let may = *offerer == model.maintainer || *offerer == dao.authority;
    ensure!(may, AlthingError::NotOfferer);
    Ok(())
}
