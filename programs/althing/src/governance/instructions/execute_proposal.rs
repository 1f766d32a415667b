use anchor_lang::prelude::*;
use anchor_lang::solana_program::{instruction::Instruction, program::invoke_signed};

use crate::audit::{self, AuditLog, EntryKind};
use crate::constants::SEED_AUTHORITY;
use crate::error::AlthingError;
use crate::governance::{entries, ActionView, Proposal};

#[derive(Accounts)]
pub struct ExecuteProposal<'info> {
    #[account(mut, has_one = log @ AlthingError::WrongLog)]
    pub proposal: AccountLoader<'info, Proposal>,
    /// CHECK: read in place; owner, kind, proposal and index are checked by `ActionView::read`.
    pub action: UncheckedAccount<'info>,
    #[account(mut)]
    pub log: AccountLoader<'info, AuditLog>,
    // Remaining accounts: the action's program, then its accounts in order.
}

/// Carries out the next action, signed by the organisation's authority.
///
/// # Specification
/// - Anybody may, once per action, in order.
/// - The proposal has succeeded, its hold-up is over, its window is not, and the slot is later than
///   that of finalisation.
/// - Remaining accounts are the action's program and accounts, exactly as they were voted on.
/// - The action is marked done, and is an entry of the organisation's log, before it is called; where
///   the call fails, nothing has happened.
pub fn execute_proposal<'info>(ctx: Context<'info, ExecuteProposal<'info>>) -> Result<()> {
    let accounts = &*ctx.accounts;
    let (index, number, authority, dao, bump) = begin(&accounts.proposal)?;
    let instruction = read_action(accounts, &authority, index)?;
    require_accounts(&instruction, ctx.remaining_accounts)?;

    let payload = entries::ActionExecuted {
        proposal: accounts.proposal.key(),
        number,
        index,
        program: instruction.program_id,
    };
    audit::record(
        &accounts.log,
        EntryKind::ActionExecuted,
        &authority,
        &payload,
    )?;
    let seeds: [&[u8]; 3] = [SEED_AUTHORITY, dao.as_ref(), &[bump]];
    invoke_signed(&instruction, ctx.remaining_accounts, &[&seeds])?;
    Ok(())
}

/// Checks that the next action may run now and marks it done.
fn begin(loader: &AccountLoader<Proposal>) -> Result<(u8, u64, Pubkey, Pubkey, u8)> {
    let clock = Clock::get()?;
    let mut proposal = loader.load_mut()?;
    proposal.require_state(Proposal::SUCCEEDED)?;
    ensure!(
        clock.unix_timestamp >= proposal.executable_at,
        AlthingError::HoldUpNotOver
    );
    ensure!(
        clock.unix_timestamp < proposal.expires_at,
        AlthingError::ProposalExpired
    );
    ensure!(
        clock.slot > proposal.finalized_slot,
        AlthingError::SameSlotAsFinalization
    );

    let index = proposal.actions_executed;
    proposal.actions_executed = index.checked_add(1).ok_or(AlthingError::Overflow)?;
    if proposal.actions_executed == proposal.action_count {
        proposal.state = Proposal::EXECUTED;
    }
    Ok((
        index,
        proposal.number,
        proposal.authority,
        proposal.dao,
        proposal.authority_bump,
    ))
}

fn read_action(accounts: &ExecuteProposal, authority: &Pubkey, index: u8) -> Result<Instruction> {
    let info = accounts.action.as_ref();
    let data = info.try_borrow_data()?;
    let proposal = accounts.proposal.key();
    let action = ActionView::read(info, &data, &proposal, index)?;
    action.require_harmless(authority, &proposal, info.key)?;
    Ok(action.instruction())
}

fn require_accounts(instruction: &Instruction, given: &[AccountInfo]) -> Result<()> {
    let Some((program, rest)) = given.split_first() else {
        return Err(AlthingError::WrongActionAccounts.into());
    };
    let same = *program.key == instruction.program_id
        && rest.len() == instruction.accounts.len()
        && rest
            .iter()
            .zip(&instruction.accounts)
            .all(|(info, meta)| *info.key == meta.pubkey);
    ensure!(same, AlthingError::WrongActionAccounts);
    Ok(())
}
