//! How the program's own transitions reach a governed log.

use anchor_lang::prelude::*;

use super::entry::{EntryHeader, EntryKind};
use super::events::EntryAppended;
use super::state::AuditLog;

/// Appends what just happened to a governed log. The caller has checked that it is the right log.
///
/// # Errors
/// [`crate::error::AlthingError::LogFull`], [`crate::error::AlthingError::EntryTooLong`].
pub fn record(
    log: &AccountLoader<AuditLog>,
    kind: EntryKind,
    actor: &Pubkey,
    payload: &impl AnchorSerialize,
) -> Result<()> {
    append(&mut *log.load_mut()?, log.key(), kind, actor, payload)
}

/// [`record`] for a log that this instruction has just created.
///
/// # Errors
/// Those of [`record`].
pub fn start(
    log: &AccountLoader<AuditLog>,
    bump: u8,
    subject: Pubkey,
    payer: Pubkey,
) -> Result<()> {
    log.load_init()?
        .initialise(bump, subject, Pubkey::default(), payer);
    // The first entry of the same instruction finds the log by its discriminator.
    log.exit(&crate::ID)
}

#[inline(never)]
fn append(
    log: &mut AuditLog,
    address: Pubkey,
    kind: EntryKind,
    actor: &Pubkey,
    payload: &impl AnchorSerialize,
) -> Result<()> {
    let mut bytes = Vec::with_capacity(256);
    payload.serialize(&mut bytes)?;
    let clock = Clock::get()?;
    let header = EntryHeader {
        log: address,
        index: log.size,
        timestamp: clock.unix_timestamp,
        slot: clock.slot,
        actor: *actor,
        kind: kind as u16,
    };
    let leaf = header.leaf(&bytes)?;
    log.append_leaf(leaf, clock.slot)?;
    emit!(EntryAppended {
        log: address,
        index: header.index,
        timestamp: header.timestamp,
        slot: header.slot,
        actor: header.actor,
        kind: header.kind,
        payload: bytes,
        root: log.root,
    });
    Ok(())
}
