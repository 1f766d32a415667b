use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::dao::Dao;
use crate::error::AlthingError;
use crate::registry::Model;
use crate::signing::{entries, SigningKey};

#[derive(Accounts)]
pub struct RevokeSigningKey<'info> {
    pub dao: Box<Account<'info, Dao>>,
    #[account(has_one = dao @ AlthingError::WrongDao, has_one = log @ AlthingError::WrongLog)]
    pub model: Box<Account<'info, Model>>,
    #[account(mut, has_one = model @ AlthingError::WrongSigningKey)]
    pub signing_key: AccountLoader<'info, SigningKey>,
    #[account(mut)]
    pub log: AccountLoader<'info, AuditLog>,
    /// The model's maintainer, or the organisation's authority.
    pub revoker: Signer<'info>,
}

/// Declares a key stolen: its signatures recorded in or after `from_slot` are bad.
///
/// # Specification
/// - The model's maintainer and the organisation's authority may.
/// - The slot is not later than the running one, and earlier than that of a revocation before.
/// - The revocation is an entry of the model's log.
pub fn revoke_signing_key(ctx: Context<RevokeSigningKey>, from_slot: u64) -> Result<()> {
    let accounts = &*ctx.accounts;
    let revoker = accounts.revoker.key();
    let may = revoker == accounts.model.maintainer || revoker == accounts.dao.authority;
    ensure!(may, AlthingError::NotKeyRevoker);

    let now = Clock::get()?.slot;
    accounts.signing_key.load_mut()?.revoke(from_slot, now)?;
    let payload = entries::SigningKeyRevoked {
        signing_key: accounts.signing_key.key(),
        revoked_at_slot: from_slot,
    };
    audit::record(
        &accounts.log,
        EntryKind::SigningKeyRevoked,
        &revoker,
        &payload,
    )
}
