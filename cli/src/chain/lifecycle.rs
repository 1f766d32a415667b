//! A model's history of statuses, as its account keeps it.

use althing::constants::MAX_HISTORY_GROWTH;
use althing::{accounts, instruction, ModelHistory, StatusChange};
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::system_program;

use super::Call;
use crate::context::Context;
use crate::error::{Error, Result};

/// Changes that one instruction may note: what leaves production, and what enters it.
pub const NEEDED: usize = 2;
/// Places that are added where there are too few.
const ADDED: u16 = 16;
const _: () = assert!(ADDED <= MAX_HISTORY_GROWTH);

impl Context {
    /// Every change of status of a model's versions, in order, and the places that are left for more.
    ///
    /// # Errors
    /// Where there is no such account.
    pub fn status_changes(&self, model: &Pubkey) -> Result<(Vec<StatusChange>, usize)> {
        let address = self.at().history(model);
        let gone = || {
            Error::failed(
                format!("there is no history at {address}"),
                "Check the address; a closed model has none.",
            )
        };
        let account = self.rpc.account(&address)?.ok_or_else(gone)?;
        let changes = ModelHistory::changes(&account.data)
            .filter(|_| account.owner == self.program())
            .ok_or_else(gone)?;
        let places = account.data.len().saturating_sub(ModelHistory::HEADER) / StatusChange::SIZE;
        let left = places.saturating_sub(changes.len());
        Ok((changes, left))
    }

    /// What makes room in a model's history where it is almost full; nothing where it is not.
    ///
    /// # Errors
    /// Those of [`Self::status_changes`].
    pub fn room_in_history(&self, model: &Pubkey, payer: &Pubkey) -> Result<Vec<Instruction>> {
        self.room_for(model, payer, NEEDED)
    }

    /// What makes room for so many changes, of which one transaction cannot note more than a few; nothing where there is room.
    ///
    /// # Errors
    /// Those of [`Self::status_changes`].
    pub fn room_for(
        &self,
        model: &Pubkey,
        payer: &Pubkey,
        changes: usize,
    ) -> Result<Vec<Instruction>> {
        let (_, left) = self.status_changes(model)?;
        if left >= changes {
            return Ok(vec![]);
        }
        let missing = u16::try_from(changes.saturating_sub(left)).unwrap_or(ADDED);
        Ok(vec![self.extend_history(model, payer, missing.max(ADDED))])
    }

    /// Adds places to a model's history.
    #[must_use]
    pub fn extend_history(&self, model: &Pubkey, payer: &Pubkey, places: u16) -> Instruction {
        let accounts = accounts::ExtendHistory {
            history: self.at().history(model),
            payer: *payer,
            system_program: system_program::ID,
        };
        accounts.call(self.program(), instruction::ExtendHistory { places })
    }
}
