use anchor_lang::prelude::*;

use super::create_proposal::require_threshold;
use crate::audit::{self, AuditLog, EntryKind};
use crate::dao::{Chamber, Dao, Seat};
use crate::error::AlthingError;
use crate::governance::state::action::ActionHasher;
use crate::governance::{entries, ActionView, Proposal};

#[derive(Accounts)]
pub struct SubmitProposal<'info> {
    #[account(has_one = log @ AlthingError::WrongLog)]
    pub dao: Box<Account<'info, Dao>>,
    #[account(
        mut,
        has_one = dao @ AlthingError::WrongDao,
        has_one = proposer @ AlthingError::NotProposer,
        has_one = chamber @ AlthingError::WrongChamber
    )]
    pub proposal: AccountLoader<'info, Proposal>,
    pub chamber: AccountLoader<'info, Chamber>,
    #[account(
        has_one = chamber @ AlthingError::WrongSeat,
        constraint = seat.load()?.holder == proposer.key() @ AlthingError::WrongHolder
    )]
    pub seat: AccountLoader<'info, Seat>,
    pub proposer: Signer<'info>,
    #[account(mut)]
    pub log: AccountLoader<'info, AuditLog>,
    // Remaining accounts: every action of the proposal, in order.
}

/// Puts a draft to the vote and freezes everything that decides it: actions, epoch, denominator,
/// quorum, approval and deadlines.
///
/// # Specification
/// - Only the proposer may, once, with weight that reaches the threshold in this epoch.
/// - Remaining accounts are all of the proposal's actions, in order; each is complete and decodes, asks
///   for no signature but the authority's, and does not write to the proposal or itself.
/// - Somebody has weight in this epoch.
/// - The submission is an entry of the organisation's log.
pub fn submit_proposal<'info>(ctx: Context<'info, SubmitProposal<'info>>) -> Result<()> {
    let accounts = &*ctx.accounts;
    let payload = {
        let mut proposal = accounts.proposal.load_mut()?;
        proposal.require_state(Proposal::DRAFT)?;
        proposal.action_hash = hash_actions(
            ctx.remaining_accounts,
            accounts.proposal.key(),
            proposal.authority,
            proposal.action_count,
        )?;
        freeze_rules(&mut proposal, accounts)?;
        entries::ProposalSubmitted {
            proposal: accounts.proposal.key(),
            number: proposal.number,
            action_hash: proposal.action_hash,
            description_hash: proposal.description_hash,
            epoch: proposal.epoch,
            eligible: proposal.eligible,
            voting_ends_at: proposal.voting_ends_at,
            executable_at: proposal.executable_at,
            expires_at: proposal.expires_at,
            quorum_bps: proposal.quorum_bps,
            approval_bps: proposal.approval_bps,
        }
    };
    audit::record(
        &accounts.log,
        EntryKind::ProposalSubmitted,
        accounts.proposer.key,
        &payload,
    )
}

#[inline(never)]
fn hash_actions(
    actions: &[AccountInfo],
    proposal: Pubkey,
    authority: Pubkey,
    count: u8,
) -> Result<[u8; 32]> {
    ensure!(count > 0, AlthingError::ActionCountOutOfBounds);
    ensure_eq!(actions.len(), usize::from(count), AlthingError::WrongAction);
    let mut hasher = ActionHasher::new(proposal);
    for (index, info) in (0..count).zip(actions) {
        // The proposal itself, passed as an action, is borrowed already.
        let data = info
            .try_borrow_data()
            .map_err(|_| AlthingError::WrongAction)?;
        let action = ActionView::read(info, &data, &proposal, index)?;
        action.require_harmless(&authority, &proposal, info.key)?;
        hasher.add(action.payload);
    }
    Ok(hasher.finish())
}

fn freeze_rules(proposal: &mut Proposal, accounts: &SubmitProposal) -> Result<()> {
    let config = &accounts.dao.config;
    let now = Clock::get()?.unix_timestamp;
    let epoch = accounts.dao.epoch_at(now)?;
    require_threshold(&accounts.dao, &accounts.seat, epoch)?;
    let eligible = accounts.chamber.load()?.total.weight_at(epoch)?;
    ensure!(eligible > 0, AlthingError::NobodyEligible);

    proposal.state = Proposal::VOTING;
    proposal.epoch = epoch;
    proposal.eligible = eligible;
    proposal.quorum_bps = config.quorum_bps;
    proposal.approval_bps = config.approval_bps;
    proposal.submitted_at = now;
    proposal.voting_ends_at = later(now, config.voting_period)?;
    proposal.executable_at = later(proposal.voting_ends_at, config.hold_up)?;
    proposal.expires_at = later(proposal.executable_at, config.execution_window)?;
    Ok(())
}

fn later(time: i64, seconds: i64) -> Result<i64> {
    time.checked_add(seconds)
        .ok_or_else(|| AlthingError::Overflow.into())
}
