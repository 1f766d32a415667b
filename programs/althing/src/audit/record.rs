//! How entries reach a log: the program's own transitions, and those of a log's writer.

use anchor_lang::prelude::*;

use super::entry::{EntryHeader, EntryKind};
use super::events::EntryAppended;
use super::state::AuditLog;
use crate::math::merkle::Hash;

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
    let mut bytes = Vec::with_capacity(256);
    payload.serialize(&mut bytes)?;
    append(log, kind as u16, actor, bytes)?;
    Ok(())
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

/// Stamps an entry with the clock, appends it, and tells it as an event: the one way that single entries reach
/// a log. Returns the entry's header and leaf hash.
///
/// # Errors
/// Those of [`record`].
#[inline(never)]
pub(super) fn append(
    loader: &AccountLoader<AuditLog>,
    kind: u16,
    actor: &Pubkey,
    payload: Vec<u8>,
) -> Result<(EntryHeader, Hash)> {
    let clock = Clock::get()?;
    let mut log = loader.load_mut()?;
    let header = EntryHeader {
        log: loader.key(),
        index: log.size,
        timestamp: clock.unix_timestamp,
        slot: clock.slot,
        actor: *actor,
        kind,
    };
    let leaf = header.leaf(&payload)?;
    log.append_leaf(leaf, clock.slot)?;
    emit!(EntryAppended {
        log: header.log,
        index: header.index,
        timestamp: header.timestamp,
        slot: header.slot,
        actor: header.actor,
        kind,
        payload,
        root: log.root,
    });
    Ok((header, leaf))
}
