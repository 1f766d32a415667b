//! Moves a question's deposit, and closes its vault.

use anchor_lang::prelude::*;
use anchor_spl::token_interface::{Mint, TokenAccount, TokenInterface};

use super::Question;
use crate::constants::SEED_QUESTION;
use crate::token;

/// The accounts that a question's deposit moves with.
pub(super) struct Deposit<'a, 'info> {
    pub question: &'a AccountLoader<'info, Question>,
    pub vault: &'a InterfaceAccount<'info, TokenAccount>,
    pub mint: &'a InterfaceAccount<'info, Mint>,
    pub token_program: &'a Interface<'info, TokenInterface>,
}

impl<'info> Deposit<'_, 'info> {
    /// Pays the deposit of a question that was settled just now.
    ///
    /// # Errors
    /// Those of the token program.
    #[inline(never)]
    pub fn pay(&self, to: &InterfaceAccount<'info, TokenAccount>) -> Result<()> {
        let amount = self.question.load()?.deposit;
        self.signed(|keeper, seeds| {
            token::pay(
                self.vault,
                to,
                self.mint,
                keeper,
                self.token_program,
                amount,
                seeds,
            )
        })
    }

    /// Closes the vault; what somebody sent there unasked goes to the treasury.
    ///
    /// # Errors
    /// Those of [`token::close_vault`].
    pub fn close(
        &self,
        treasury: Option<&InterfaceAccount<'info, TokenAccount>>,
        payer: AccountInfo<'info>,
    ) -> Result<u64> {
        self.signed(|keeper, seeds| {
            token::close_vault(
                self.vault,
                treasury,
                self.mint,
                payer,
                keeper,
                self.token_program,
                seeds,
            )
        })
    }

    /// Calls with the seeds that the question signs with.
    fn signed<T>(&self, call: impl FnOnce(AccountInfo<'info>, &[&[u8]]) -> Result<T>) -> Result<T> {
        let (audit_log, index, questioner, bump) = {
            let question = self.question.load()?;
            (
                question.audit_log,
                question.index.to_le_bytes(),
                question.questioner,
                question.bump,
            )
        };
        let seeds: [&[u8]; 5] = [
            SEED_QUESTION,
            audit_log.as_ref(),
            &index,
            questioner.as_ref(),
            &[bump],
        ];
        call(self.question.to_account_info(), &seeds)
    }
}
