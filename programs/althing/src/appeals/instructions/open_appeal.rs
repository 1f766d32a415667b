use anchor_lang::prelude::*;

use crate::appeals::{entries, Question};
use crate::audit::{self, AuditLog, EntryKind};
use crate::constants::SEED_SEAT;
use crate::dao::{Chamber, Dao, Seat};
use crate::error::AlthingError;

#[derive(Accounts)]
pub struct OpenAppeal<'info> {
    #[account(has_one = log @ AlthingError::WrongLog)]
    pub dao: Box<Account<'info, Dao>>,
    #[account(
        mut,
        has_one = dao @ AlthingError::WrongDao,
        has_one = questioner @ AlthingError::NotQuestioner
    )]
    pub question: AccountLoader<'info, Question>,
    #[account(
        has_one = dao @ AlthingError::WrongDao,
        constraint = chamber.load()?.index == question.load()?.chamber_index @ AlthingError::WrongChamber
    )]
    pub chamber: AccountLoader<'info, Chamber>,
    /// CHECK: the operator's seat by its address, whether it exists or not.
    #[account(
        seeds = [SEED_SEAT, chamber.key().as_ref(), question.load()?.operator.as_ref()],
        bump
    )]
    pub operator_seat: UncheckedAccount<'info>,
    /// CHECK: the questioner's seat by its address, whether it exists or not.
    #[account(seeds = [SEED_SEAT, chamber.key().as_ref(), questioner.key().as_ref()], bump)]
    pub questioner_seat: UncheckedAccount<'info>,
    pub questioner: Signer<'info>,
    /// The organisation's log.
    #[account(mut)]
    pub log: AccountLoader<'info, AuditLog>,
}

/// Puts an answer to the vote of the chamber that judges, and freezes the epoch and the denominator.
///
/// # Specification
/// - Only the questioner may, once, from the answer until before `appeal_by`.
/// - The denominator is the chamber's weight in this epoch without the operator's and the questioner's
///   seats, which have no vote; somebody else has weight.
/// - Voting ends after the frozen period.
/// - The appeal is an entry of the organisation's log.
pub fn open_appeal<'info>(
    ctx: Context<'info, OpenAppeal<'info>>,
    grounds_hash: [u8; 32],
) -> Result<()> {
    ensure!(grounds_hash != [0; 32], AlthingError::HashIsZero);
    let accounts: &'info OpenAppeal<'info> = ctx.accounts;
    let now = Clock::get()?.unix_timestamp;
    let payload = {
        let mut question = accounts.question.load_mut()?;
        question.require_state(Question::ANSWERED)?;
        ensure!(now < question.appeal_by, AlthingError::AppealTooLate);
        let epoch = accounts.dao.epoch_at(now)?;
        question.eligible = eligible(accounts, epoch)?;
        ensure!(question.eligible > 0, AlthingError::NobodyEligible);
        question.chamber = accounts.chamber.key();
        question.epoch = epoch;
        question.grounds_hash = grounds_hash;
        question.voting_ends_at = now
            .checked_add(question.voting_period)
            .ok_or(AlthingError::Overflow)?;
        // What it can cost the bond stays the same.
        question.state = Question::APPEALED;
        entries::AppealOpened {
            question: accounts.question.key(),
            grounds_hash,
            chamber: question.chamber_index,
            epoch,
            eligible: question.eligible,
            voting_ends_at: question.voting_ends_at,
            quorum_bps: question.quorum_bps,
            approval_bps: question.approval_bps,
        }
    };
    audit::record(
        &accounts.log,
        EntryKind::AppealOpened,
        accounts.questioner.key,
        &payload,
    )
}

/// The chamber's weight at `epoch` without those who have a side in the matter.
fn eligible<'info>(accounts: &'info OpenAppeal<'info>, epoch: u64) -> Result<u64> {
    let mut weight = accounts.chamber.load()?.total.weight_at(epoch)?;
    for seat in [&accounts.operator_seat, &accounts.questioner_seat] {
        weight = weight
            .checked_sub(weight_of(seat, epoch)?)
            .ok_or(AlthingError::Overflow)?;
    }
    Ok(weight)
}

/// Only this program can have put data at a seat's address; where there is none, there is no weight.
fn weight_of<'info>(seat: &'info AccountInfo<'info>, epoch: u64) -> Result<u64> {
    if seat.data_is_empty() {
        return Ok(0);
    }
    AccountLoader::<Seat>::try_from(seat)?
        .load()?
        .weight_at(epoch)
}
