use anchor_lang::prelude::*;

use crate::error::AlthingError;
use crate::governance::{Action, Proposal};

#[derive(Accounts)]
pub struct AppendAction<'info> {
    #[account(has_one = proposer @ AlthingError::NotProposer)]
    pub proposal: AccountLoader<'info, Proposal>,
    #[account(mut, has_one = proposal @ AlthingError::WrongAction, dup)]
    pub action: Box<Account<'info, Action>>,
    pub proposer: Signer<'info>,
}

/// Continues the payload of an action that is longer than one transaction.
///
/// # Specification
/// - Only the proposer may, while the proposal is a draft.
/// - The chunk is not empty, begins at `offset`, where the payload ends so far, and stays within its
///   length; so a chunk that is sent twice is refused the second time.
pub fn append_action(ctx: Context<AppendAction>, offset: u16, chunk: Vec<u8>) -> Result<()> {
    ctx.accounts
        .proposal
        .load()?
        .require_state(Proposal::DRAFT)?;
    let action = &mut ctx.accounts.action;
    let end = action.payload.len().saturating_add(chunk.len());
    let fits = usize::from(offset) == action.payload.len()
        && !chunk.is_empty()
        && end <= usize::from(action.length);
    ensure!(fits, AlthingError::ChunkDoesNotFit);
    action.payload.extend_from_slice(&chunk);
    Ok(())
}
