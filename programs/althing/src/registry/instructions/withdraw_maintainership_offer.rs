use anchor_lang::prelude::*;

use super::offer_maintainership::require_offerer;
use crate::audit::{self, AuditLog, EntryKind};
use crate::dao::Dao;
use crate::error::AlthingError;
use crate::registry::{entries, Model};

#[derive(Accounts)]
pub struct WithdrawMaintainershipOffer<'info> {
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

/// Takes back that a model was offered to another key.
///
/// # Specification
/// - The model's maintainer and the organisation's authority may, while there is an offer, whoever made it.
/// - The withdrawal is an entry of the model's log, of the kind `MaintainershipOffered`.
pub fn withdraw_maintainership_offer(ctx: Context<WithdrawMaintainershipOffer>) -> Result<()> {
    let accounts = &mut *ctx.accounts;
    let offerer = accounts.offerer.key;
    require_offerer(offerer, &accounts.model, &accounts.dao)?;
    let nobody = Pubkey::default();
    ensure!(
        accounts.model.new_maintainer != nobody,
        AlthingError::NoOffer
    );
    accounts.model.new_maintainer = nobody;
    audit::record(
        &accounts.log,
        EntryKind::MaintainershipOffered,
        offerer,
        &entries::MaintainershipOffered {
            new_maintainer: nobody,
        },
    )
}
