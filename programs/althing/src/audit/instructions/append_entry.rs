use anchor_lang::prelude::*;

use crate::audit::entry::{EntryHeader, FIRST_OPEN_KIND};
use crate::audit::{record, AuditEntry, AuditLog};
use crate::constants::{ACCOUNT_VERSION, SEED_ENTRY};
use crate::error::AlthingError;

#[derive(Accounts)]
pub struct AppendEntry<'info> {
    #[account(mut, has_one = writer @ AlthingError::NotLogWriter)]
    pub log: AccountLoader<'info, AuditLog>,
    pub writer: Signer<'info>,
}

/// Appends one entry, stamped with the clock, to a log of the writer's own.
///
/// # Specification
/// - Only the log's writer may; a governed log has none.
/// - The kind is 1024 or more, the payload at most 512 bytes.
/// - Returns the leaf's index.
pub fn append_entry(ctx: Context<AppendEntry>, kind: u16, payload: Vec<u8>) -> Result<u64> {
    let (header, _) = append(&ctx.accounts.log, &ctx.accounts.writer.key(), kind, payload)?;
    Ok(header.index)
}

#[derive(Accounts)]
#[instruction(kind: u16, payload: Vec<u8>)]
pub struct AppendPinnedEntry<'info> {
    #[account(mut, has_one = writer @ AlthingError::NotLogWriter)]
    pub log: AccountLoader<'info, AuditLog>,
    pub writer: Signer<'info>,
    #[account(
        init,
        payer = payer,
        space = AuditEntry::space(payload.len()),
        seeds = [SEED_ENTRY, log.key().as_ref(), &log.load()?.size.to_le_bytes()[..]],
        bump
    )]
    pub entry: Box<Account<'info, AuditEntry>>,
    #[account(mut)]
    pub payer: Signer<'info>,
    pub system_program: Program<'info, System>,
}

/// [`append_entry`], with the entry kept whole in an account of its own.
///
/// # Specification
/// - Who may and what is refused as for [`append_entry`].
/// - The entry's account stands at the index the entry gets; it is never closed.
pub fn append_pinned_entry(
    ctx: Context<AppendPinnedEntry>,
    kind: u16,
    payload: Vec<u8>,
) -> Result<u64> {
    let (header, leaf) = append(
        &ctx.accounts.log,
        &ctx.accounts.writer.key(),
        kind,
        payload.clone(),
    )?;
    ctx.accounts.entry.set_inner(AuditEntry {
        version: ACCOUNT_VERSION,
        bump: ctx.bumps.entry,
        log: header.log,
        index: header.index,
        actor: header.actor,
        timestamp: header.timestamp,
        slot: header.slot,
        kind: header.kind,
        leaf,
        payload,
    });
    Ok(header.index)
}

fn append(
    log: &AccountLoader<AuditLog>,
    writer: &Pubkey,
    kind: u16,
    payload: Vec<u8>,
) -> Result<(EntryHeader, [u8; 32])> {
    ensure!(kind >= FIRST_OPEN_KIND, AlthingError::EntryKindReserved);
    record::append(log, kind, writer, payload)
}
