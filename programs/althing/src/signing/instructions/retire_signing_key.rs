use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::error::AlthingError;
use crate::registry::Model;
use crate::signing::{entries, SigningKey};

#[derive(Accounts)]
pub struct RetireSigningKey<'info> {
    #[account(
        has_one = maintainer @ AlthingError::NotMaintainer,
        has_one = log @ AlthingError::WrongLog
    )]
    pub model: Box<Account<'info, Model>>,
    #[account(mut, has_one = model @ AlthingError::WrongSigningKey)]
    pub signing_key: AccountLoader<'info, SigningKey>,
    #[account(mut)]
    pub log: AccountLoader<'info, AuditLog>,
    pub maintainer: Signer<'info>,
}

/// Lets a key end: signatures recorded after `last_slot` do not count, older ones stay as they are.
///
/// # Specification
/// - Only the maintainer may.
/// - The slot is the running one or a later one, and earlier than the key's end so far.
/// - The retirement is an entry of the model's log.
pub fn retire_signing_key(ctx: Context<RetireSigningKey>, last_slot: u64) -> Result<()> {
    let accounts = &*ctx.accounts;
    let now = Clock::get()?.slot;
    accounts.signing_key.load_mut()?.retire(last_slot, now)?;
    let payload = entries::SigningKeyRetired {
        signing_key: accounts.signing_key.key(),
        valid_until_slot: last_slot,
    };
    audit::record(
        &accounts.log,
        EntryKind::SigningKeyRetired,
        accounts.maintainer.key,
        &payload,
    )
}
