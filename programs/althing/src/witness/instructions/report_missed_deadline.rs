use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::audit::AuditLog;
use crate::bond::slash::{slash, Cause, Reason, Slashing};
use crate::bond::LogBond;
use crate::constants::{DEADLINE_BPS, REPORTER_BPS};
use crate::dao::Dao;
use crate::error::AlthingError;

#[derive(Accounts)]
pub struct ReportMissedDeadline<'info> {
    #[account(has_one = log @ AlthingError::WrongLog)]
    pub dao: Box<Account<'info, Dao>>,
    #[account(
        mut,
        has_one = dao @ AlthingError::WrongDao,
        has_one = audit_log @ AlthingError::WrongAuditLog,
        has_one = mint @ AlthingError::WrongMint,
        has_one = vault @ AlthingError::WrongVault
    )]
    pub bond: AccountLoader<'info, LogBond>,
    /// The log that is bonded.
    pub audit_log: AccountLoader<'info, AuditLog>,
    #[account(mut, dup)]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// A token account of the organisation's authority.
    #[account(
        mut,
        dup,
        constraint = treasury.mint == mint.key() @ AlthingError::WrongMint,
        constraint = treasury.owner == dao.authority @ AlthingError::WrongTokenOwner
    )]
    pub treasury: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Where the reporter's share goes: any account of the mint.
    #[account(mut, dup, constraint = reward.mint == mint.key() @ AlthingError::WrongMint)]
    pub reward: Box<InterfaceAccount<'info, TokenAccount>>,
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// The organisation's log.
    #[account(mut)]
    pub log: AccountLoader<'info, AuditLog>,
    pub reporter: Signer<'info>,
    pub token_program: Interface<'info, TokenInterface>,
}

/// Takes a part of the bond of an operator who has promised a checkpoint and did not give it.
///
/// # Specification
/// - Anybody may.
/// - More slots than the bond's interval have passed since its last checkpoint and since the log's last append:
///   an operator who has appended is not overdue because nobody has told the bond.
/// - The bond is not released: an operator who has left owes no checkpoint.
/// - A hundredth of the bond is taken, rounded up, a fifth of that, rounded down, is the reporter's; the next
///   interval begins now.
/// - The slash is an entry of the organisation's log; its evidence is the slot that was the last one, then
///   zeros.
pub fn report_missed_deadline(ctx: Context<ReportMissedDeadline>) -> Result<()> {
    let accounts = &*ctx.accounts;
    let (due, cut) = require_missed(accounts)?;
    let mut evidence = [0; 32];
    evidence[..8].copy_from_slice(&due.to_le_bytes());
    let cause = Cause {
        reason: Reason::MissedDeadline,
        evidence,
        actor: accounts.reporter.key(),
    };
    let slashing = Slashing {
        bond: &accounts.bond,
        vault: &accounts.vault,
        treasury: &accounts.treasury,
        reporter: Some(&accounts.reward),
        mint: &accounts.mint,
        token_program: &accounts.token_program,
        log: &accounts.log,
    };
    slash(&slashing, cut, REPORTER_BPS, &cause)?;
    Ok(())
}

/// The slot that was the last one, and base units to be taken.
fn require_missed(accounts: &ReportMissedDeadline) -> Result<(u64, u64)> {
    let clock = Clock::get()?;
    let mut bond = accounts.bond.load_mut()?;
    bond.require_liable(clock.unix_timestamp)?;
    let log = accounts.audit_log.load()?;
    let last = bond.last_checkpoint_slot.max(log.slot);
    let due = last.saturating_add(bond.checkpoint_interval);
    ensure!(clock.slot > due, AlthingError::DeadlineNotMissed);
    let cut = bond.part(DEADLINE_BPS)?;
    bond.note_checkpoint(clock.slot, log.size);
    Ok((due, cut))
}
