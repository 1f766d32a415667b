//! A model's history of statuses, as its account keeps it.

use std::collections::BTreeMap;

use althing::constants::{HISTORY_RESERVE, MAX_HISTORY_GROWTH};
use althing::{accounts, instruction, ModelHistory, StatusChange};
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::{system_program, Discriminator};

use super::Call;
use crate::context::Context;
use crate::error::{Error, Result};

/// Places that a step of the maintainer's needs: its own, and those that it leaves for the authority.
const NEEDED: usize = 1 + HISTORY_RESERVE;
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

    /// What makes room in a model's history for a step of its maintainer's; nothing where there is some.
    ///
    /// # Errors
    /// Those of [`Self::status_changes`].
    pub fn room_in_history(&self, model: &Pubkey, payer: &Pubkey) -> Result<Vec<Instruction>> {
        let (_, left) = self.status_changes(model)?;
        if left >= NEEDED {
            return Ok(vec![]);
        }
        Ok(vec![self.extend_history(model, payer, ADDED)])
    }

    /// What makes room in models' histories for what these actions of the authority's note there; nothing where there is
    /// enough. Nobody can fill it before they are carried out: maintainers leave that many places.
    ///
    /// # Errors
    /// Where the cluster does not answer.
    pub fn room_for_actions(
        &self,
        actions: &[&Instruction],
        payer: &Pubkey,
    ) -> Result<Vec<Instruction>> {
        let mut needed: BTreeMap<Pubkey, usize> = BTreeMap::new();
        for (model, places) in actions.iter().filter_map(|action| self.noted_by(action)) {
            let sum = needed.entry(model).or_default();
            *sum = sum.saturating_add(places);
        }
        let mut extensions = vec![];
        for (model, places) in needed {
            // An action on a model that is gone fails by itself, with the better message.
            let there = self.rpc.account(&self.at().history(&model))?.is_some();
            if !there {
                continue;
            }
            let (_, left) = self.status_changes(&model)?;
            let missing = u16::try_from(places.saturating_sub(left)).unwrap_or(MAX_HISTORY_GROWTH);
            if missing > 0 {
                extensions.push(self.extend_history(&model, payer, missing.max(ADDED)));
            }
        }
        Ok(extensions)
    }

    /// The model in whose history an action notes changes, and the most that it notes.
    fn noted_by(&self, action: &Instruction) -> Option<(Pubkey, usize)> {
        let places = [
            // What leaves production, and what enters it.
            (instruction::PromoteVersion::DISCRIMINATOR, 2),
            (instruction::DeprecateVersion::DISCRIMINATOR, 1),
            (instruction::RevokeVersion::DISCRIMINATOR, 1),
        ];
        let own = action.program_id == self.program();
        let (_, places) = places
            .into_iter()
            .find(|(tag, _)| own && action.data.starts_with(tag))?;
        // Organisation, authority, model.
        let model = action.accounts.get(2)?;
        Some((model.pubkey, places))
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
