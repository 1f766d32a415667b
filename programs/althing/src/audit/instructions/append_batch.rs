use anchor_lang::prelude::*;

use crate::audit::events::BatchAppended;
use crate::audit::AuditLog;
use crate::constants::{MAX_SUBTREES, MAX_URI};
use crate::error::AlthingError;
use crate::text::require_text;

/// The root of a perfect subtree of `2^level` leaves.
#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct Subtree {
    pub level: u8,
    pub root: [u8; 32],
}

#[derive(AnchorSerialize, AnchorDeserialize, Clone, Debug)]
pub struct AppendBatchArgs {
    /// The size that the batch was made for.
    pub old_size: u64,
    /// The subtrees that extend the frontier, left to right: 1 to 32.
    pub subtrees: Vec<Subtree>,
    /// Where the entries are published, at most 200 bytes.
    pub uri: String,
}

#[derive(Accounts)]
pub struct AppendBatch<'info> {
    #[account(mut, has_one = writer @ AlthingError::NotLogWriter)]
    pub log: AccountLoader<'info, AuditLog>,
    pub writer: Signer<'info>,
}

/// Appends a batch of any size as the perfect subtrees that extend the frontier.
///
/// # Specification
/// - Only the log's writer may; a governed log has none.
/// - The log has the size that the batch was made for.
/// - Each subtree's leaves number a power of two that divides the size reached so far, so that older
///   leaves keep their places.
/// - Returns the new size.
pub fn append_batch(ctx: Context<AppendBatch>, args: AppendBatchArgs) -> Result<u64> {
    ensure!(
        (1..=MAX_SUBTREES).contains(&args.subtrees.len()),
        AlthingError::BatchOutOfBounds
    );
    require_text(&args.uri, MAX_URI, AlthingError::UriOutOfBounds)?;
    let slot = Clock::get()?.slot;
    let mut log = ctx.accounts.log.load_mut()?;
    ensure_eq!(log.size, args.old_size, AlthingError::LogSizeMoved);
    for subtree in &args.subtrees {
        log.grow(subtree.level, subtree.root)?;
    }
    log.seal(slot);
    emit!(BatchAppended {
        log: ctx.accounts.log.key(),
        old_size: args.old_size,
        size: log.size,
        root: log.root,
        slot,
        uri: args.uri,
    });
    Ok(log.size)
}
