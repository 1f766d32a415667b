use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::error::AlthingError;
use crate::governance::{entries, Proposal};

#[derive(Accounts)]
pub struct CancelProposal<'info> {
    #[account(mut, has_one = log @ AlthingError::WrongLog)]
    pub proposal: AccountLoader<'info, Proposal>,
    /// The proposer, or the organisation's authority.
    pub canceller: Signer<'info>,
    #[account(mut)]
    pub log: AccountLoader<'info, AuditLog>,
}

/// Ends a proposal before it is carried out.
///
/// # Specification
/// - The proposer may, while it is a draft or its vote is open.
/// - The authority may (through another proposal), also after it has succeeded.
/// - The cancellation is an entry of the organisation's log.
pub fn cancel_proposal(ctx: Context<CancelProposal>) -> Result<()> {
    let canceller = ctx.accounts.canceller.key();
    let payload = {
        let mut proposal = ctx.accounts.proposal.load_mut()?;
        if canceller == proposal.authority {
            let pending = matches!(
                proposal.state,
                Proposal::DRAFT | Proposal::VOTING | Proposal::SUCCEEDED
            );
            ensure!(pending, AlthingError::WrongProposalState);
        } else {
            ensure_keys_eq!(canceller, proposal.proposer, AlthingError::NotProposer);
            if proposal.state != Proposal::DRAFT {
                proposal.require_voting(Clock::get()?.unix_timestamp)?;
            }
        }
        proposal.state = Proposal::CANCELLED;
        entries::ProposalCancelled {
            proposal: ctx.accounts.proposal.key(),
            number: proposal.number,
        }
    };
    audit::record(
        &ctx.accounts.log,
        EntryKind::ProposalCancelled,
        &canceller,
        &payload,
    )
}
