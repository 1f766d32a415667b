use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use crate::appeals::deposit::Deposit;
use crate::appeals::Question;
use crate::audit::{self, AuditLog, EntryKind};
use crate::bond::slash::{slash, Cause, Reason, Slashing};
use crate::bond::LogBond;
use crate::dao::Dao;
use crate::error::AlthingError;

/// The accounts of `report_unanswered` and `finalize_appeal`, which may slash.
#[derive(Accounts)]
pub struct SettleQuestion<'info> {
    #[account(has_one = log @ AlthingError::WrongLog)]
    pub dao: Box<Account<'info, Dao>>,
    #[account(
        mut,
        has_one = dao @ AlthingError::WrongDao,
        has_one = bond @ AlthingError::WrongBond,
        has_one = mint @ AlthingError::WrongMint,
        has_one = vault @ AlthingError::WrongVault
    )]
    pub question: AccountLoader<'info, Question>,
    #[account(mut, constraint = bond.load()?.vault == bond_vault.key() @ AlthingError::WrongVault)]
    pub bond: AccountLoader<'info, LogBond>,
    /// Where the deposit lies.
    #[account(mut, dup)]
    pub vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// Where the bond's stake lies.
    #[account(mut, dup)]
    pub bond_vault: Box<InterfaceAccount<'info, TokenAccount>>,
    /// A token account of the questioner.
    #[account(
        mut,
        dup,
        constraint = to.mint == mint.key() @ AlthingError::WrongMint,
        constraint = to.owner == question.load()?.questioner @ AlthingError::WrongTokenOwner
    )]
    pub to: Box<InterfaceAccount<'info, TokenAccount>>,
    /// A token account of the organisation's authority.
    #[account(
        mut,
        dup,
        constraint = treasury.mint == mint.key() @ AlthingError::WrongMint,
        constraint = treasury.owner == dao.authority @ AlthingError::WrongTokenOwner
    )]
    pub treasury: Box<InterfaceAccount<'info, TokenAccount>>,
    pub mint: Box<InterfaceAccount<'info, Mint>>,
    /// The organisation's log.
    #[account(mut)]
    pub log: AccountLoader<'info, AuditLog>,
    pub token_program: Interface<'info, TokenInterface>,
}

impl SettleQuestion<'_> {
    /// Brings the question to its end, slashes for it where that is a fault of the operator's, moves the
    /// deposit, and records the outcome; its actor is the questioner.
    pub(super) fn settle(&self, outcome: u8) -> Result<()> {
        let (questioner, penalty, payload) = {
            let mut question = self.question.load_mut()?;
            question.enter(outcome, &mut *self.bond.load_mut()?)?;
            let penalty = match outcome {
                Question::UNANSWERED => Some((Reason::Unanswered, question.unanswered_penalty)),
                Question::UPHELD => Some((Reason::AppealUpheld, question.upheld_penalty)),
                _ => None,
            };
            let payload = question.settled(self.question.key());
            (question.questioner, penalty, payload)
        };
        if let Some((reason, amount)) = penalty {
            self.punish(reason, amount, questioner)?;
        }
        let deposit = Deposit {
            question: &self.question,
            vault: &self.vault,
            mint: &self.mint,
            token_program: &self.token_program,
        };
        deposit.pay(if outcome == Question::REJECTED {
            &self.treasury
        } else {
            &self.to
        })?;
        audit::record(&self.log, EntryKind::QuestionSettled, &questioner, &payload)
    }

    /// Takes the penalty, or what is left of the bond: where others have emptied it, nothing.
    fn punish(&self, reason: Reason, amount: u64, questioner: Pubkey) -> Result<()> {
        if self.bond.load()?.total()? == 0 {
            return Ok(());
        }
        let slashing = Slashing {
            bond: &self.bond,
            vault: &self.bond_vault,
            treasury: &self.treasury,
            reporter: Some(&self.to),
            mint: &self.mint,
            token_program: &self.token_program,
            log: &self.log,
        };
        let cause = Cause {
            reason,
            evidence: self.question.key().to_bytes(),
            actor: questioner,
        };
        let share = self.question.load()?.questioner_bps;
        slash(&slashing, amount, share, &cause)?;
        Ok(())
    }
}
