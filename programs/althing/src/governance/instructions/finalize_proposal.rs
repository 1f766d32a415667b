use anchor_lang::prelude::*;

use crate::audit::{self, AuditLog, EntryKind};
use crate::error::AlthingError;
use crate::governance::{entries, Proposal};
use crate::math::tally;

#[derive(Accounts)]
pub struct FinalizeProposal<'info> {
    #[account(mut, has_one = log @ AlthingError::WrongLog)]
    pub proposal: AccountLoader<'info, Proposal>,
    #[account(mut)]
    pub log: AccountLoader<'info, AuditLog>,
}

/// Counts a vote that is over.
///
/// # Specification
/// - Anybody may, once, from the second in which voting ends.
/// - It succeeds when turnout reaches the frozen quorum of the frozen denominator, yes reaches the
///   frozen approval and exceeds no; see [`crate::math::tally`].
/// - The result is an entry of the organisation's log; its actor is the proposer.
pub fn finalize_proposal(ctx: Context<FinalizeProposal>) -> Result<()> {
    let clock = Clock::get()?;
    let (proposer, payload) = {
        let mut proposal = ctx.accounts.proposal.load_mut()?;
        proposal.require_state(Proposal::VOTING)?;
        ensure!(
            clock.unix_timestamp >= proposal.voting_ends_at,
            AlthingError::VotingNotOver
        );
        let passed = tally::passes(
            proposal.tally(),
            proposal.eligible,
            proposal.quorum_bps,
            proposal.approval_bps,
        );
        proposal.state = if passed {
            Proposal::SUCCEEDED
        } else {
            Proposal::DEFEATED
        };
        proposal.finalized_slot = clock.slot;
        let payload = entries::ProposalFinalized {
            proposal: ctx.accounts.proposal.key(),
            number: proposal.number,
            passed,
            yes: proposal.yes,
            no: proposal.no,
            abstain: proposal.abstain,
            eligible: proposal.eligible,
        };
        (proposal.proposer, payload)
    };
    audit::record(
        &ctx.accounts.log,
        EntryKind::ProposalFinalized,
        &proposer,
        &payload,
    )
}
