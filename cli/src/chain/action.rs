//! Actions of proposals: instructions as the program keeps them, to be signed by the organisation's authority.

use althing::constants::{MAX_ACTIONS, MAX_ACTION_ACCOUNTS, MAX_ACTION_PAYLOAD};
use althing::governance::state::action::ActionHasher;
use althing::{accounts, instruction, Action, ActionView, AddActionArgs, Proposal};
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::{AccountMeta, Instruction};
use anchor_lang::system_program;

use super::Call;
use crate::context::Context;
use crate::error::{Error, Result};

/// What of a payload fits a transaction beside everything else that may stand there.
const CHUNK: usize = 700;
const FLAG_SIGNER: u8 = 1;
const FLAG_WRITABLE: u8 = 2;

/// An instruction as an action's payload.
///
/// # Errors
/// Where somebody but the authority would have to sign, or it is longer than an action can be.
pub fn encode(instruction: &Instruction, authority: &Pubkey) -> Result<Vec<u8>> {
    let accounts = &instruction.accounts;
    let stranger = accounts
        .iter()
        .find(|meta| meta.is_signer && meta.pubkey != *authority);
    if let Some(stranger) = stranger {
        return Err(Error::usage(
            format!("{} would have to sign, and an action has one signer: the authority {authority}", stranger.pubkey),
            "Make the instruction with the authority in that place: --from AUTHORITY --export, or --propose.",
        ));
    }
    let count = u8::try_from(accounts.len())
        .ok()
        .filter(|count| usize::from(*count) <= MAX_ACTION_ACCOUNTS)
        .ok_or_else(|| too_long("accounts", accounts.len(), MAX_ACTION_ACCOUNTS))?;
    let mut payload = instruction.program_id.to_bytes().to_vec();
    payload.push(count);
    for meta in accounts {
        payload.extend_from_slice(meta.pubkey.as_ref());
        let signer = if meta.is_signer { FLAG_SIGNER } else { 0 };
        let writable = if meta.is_writable { FLAG_WRITABLE } else { 0 };
        payload.push(signer | writable);
    }
    payload.extend_from_slice(&instruction.data);
    if payload.len() > MAX_ACTION_PAYLOAD {
        return Err(too_long("bytes", payload.len(), MAX_ACTION_PAYLOAD));
    }
    Ok(payload)
}

fn too_long(what: &str, found: usize, most: usize) -> Error {
    Error::usage(
        format!("the instruction has {found} {what}, an action takes {most}"),
        "Do it in several instructions, each an action.",
    )
}

/// The instruction of an action's payload; `None` where it is incomplete or malformed.
#[must_use]
pub fn decode(action: &Action) -> Option<Instruction> {
    let whole = action.payload.len() == usize::from(action.length);
    let view = ActionView::decode(&action.payload).ok()?;
    whole.then(|| view.instruction())
}

/// What voters sign: the hash over all actions of a proposal.
#[must_use]
pub fn hash<'a>(proposal: &Pubkey, payloads: impl IntoIterator<Item = &'a [u8]>) -> [u8; 32] {
    let mut hasher = ActionHasher::new(*proposal);
    payloads.into_iter().for_each(|payload| hasher.add(payload));
    hasher.finish()
}

/// A draft that actions are added to.
pub struct Draft {
    pub proposal: Pubkey,
    pub proposer: Pubkey,
    /// Who pays the rent of the actions.
    pub payer: Pubkey,
    /// Actions that it has already.
    pub actions: u8,
}

impl Context {
    /// The instructions that add these actions to a draft, in order; a long action takes several.
    ///
    /// # Errors
    /// Those of [`encode`], and where there would be too many.
    pub fn add_actions(
        &self,
        draft: &Draft,
        instructions: &[Instruction],
        authority: &Pubkey,
    ) -> Result<Vec<Instruction>> {
        let total = usize::from(draft.actions).saturating_add(instructions.len());
        if instructions.is_empty() || total > usize::from(MAX_ACTIONS) {
            return Err(Error::usage(
                format!("the proposal would have {total} actions, it takes 1 to {MAX_ACTIONS}"),
                "Make several proposals.",
            ));
        }
        let mut all = vec![];
        for (index, instruction) in (draft.actions..).zip(instructions) {
            let payload = encode(instruction, authority)?;
            self.write_action(draft, index, &payload, &mut all)?;
        }
        Ok(all)
    }

    fn write_action(
        &self,
        draft: &Draft,
        index: u8,
        payload: &[u8],
        all: &mut Vec<Instruction>,
    ) -> Result<()> {
        let (proposal, proposer) = (draft.proposal, draft.proposer);
        let action = self.at().action(&proposal, index);
        let length = u16::try_from(payload.len())
            .map_err(|_| too_long("bytes", payload.len(), MAX_ACTION_PAYLOAD))?;
        let mut offset = 0u16;
        for chunk in payload.chunks(CHUNK) {
            let call = if offset == 0 {
                let args = AddActionArgs {
                    index,
                    length,
                    chunk: chunk.to_vec(),
                };
                let accounts = accounts::AddAction {
                    proposal,
                    action,
                    proposer,
                    payer: draft.payer,
                    system_program: system_program::ID,
                };
                accounts.call(self.program(), instruction::AddAction { args })
            } else {
                let chunk = chunk.to_vec();
                let accounts = accounts::AppendAction {
                    proposal,
                    action,
                    proposer,
                };
                accounts.call(self.program(), instruction::AppendAction { offset, chunk })
            };
            all.push(call);
            offset = offset.saturating_add(u16::try_from(chunk.len()).unwrap_or(u16::MAX));
        }
        Ok(())
    }

    /// The addresses of a proposal's actions, in order.
    #[must_use]
    pub fn action_addresses(&self, address: &Pubkey, count: u8) -> Vec<Pubkey> {
        (0..count)
            .map(|index| self.at().action(address, index))
            .collect()
    }

    /// A proposal's actions, in order; those that were closed are `None`.
    ///
    /// # Errors
    /// Where the cluster does not answer.
    pub fn actions(&self, address: &Pubkey, proposal: &Proposal) -> Result<Vec<Option<Action>>> {
        self.fetch_many(&self.action_addresses(address, proposal.action_count))
    }

    /// A proposal's actions as instructions, after their hash is found to be the one that was voted on.
    ///
    /// # Errors
    /// Exit code 3 where the hash differs; 1 where an action is closed, incomplete or malformed.
    pub fn instructions_of(
        &self,
        address: &Pubkey,
        proposal: &Proposal,
    ) -> Result<Vec<Instruction>> {
        let missing = |what: &str, index: usize| {
            Error::failed(
                format!("action {index} of proposal {} is {what}", proposal.number),
                "See althing proposal show.",
            )
        };
        let mut found = vec![];
        for (index, action) in self.actions(address, proposal)?.into_iter().enumerate() {
            found.push(action.ok_or_else(|| missing("closed", index))?);
        }
        if proposal.submitted_at != 0 {
            let hash = hash(address, found.iter().map(|action| &action.payload[..]));
            if hash != proposal.action_hash {
                return Err(Error::mismatch(
                    "the actions are not those whose hash the proposal froze",
                    "Do not vote on what this node shows; ask another (--url).",
                ));
            }
        }
        let whole = |(index, action)| decode(action).ok_or_else(|| missing("incomplete", index));
        found.iter().enumerate().map(whole).collect()
    }
}

/// The further accounts of an execution: the action's program, then its accounts, none of which signs the transaction.
#[must_use]
pub fn execution_metas(instruction: &Instruction) -> Vec<AccountMeta> {
    let program = AccountMeta::new_readonly(instruction.program_id, false);
    let accounts = instruction.accounts.iter().map(|meta| AccountMeta {
        is_signer: false,
        ..meta.clone()
    });
    std::iter::once(program).chain(accounts).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::send::wire;

    fn key(byte: u8) -> Pubkey {
        Pubkey::new_from_array([byte; 32])
    }

    fn sample(data: usize) -> Instruction {
        Instruction {
            program_id: key(9),
            accounts: vec![
                AccountMeta::new(key(1), true),
                AccountMeta::new_readonly(key(2), false),
                AccountMeta::new(key(3), false),
            ],
            data: vec![7; data],
        }
    }

    fn action(payload: Vec<u8>, length: usize) -> Action {
        Action {
            version: 1,
            bump: 0,
            index: 0,
            proposal: key(5),
            payer: key(6),
            length: u16::try_from(length).unwrap(),
            payload,
        }
    }

    #[test]
    fn an_instruction_comes_back_from_its_payload() {
        let payload = encode(&sample(50), &key(1)).unwrap();
        let length = payload.len();
        assert_eq!(decode(&action(payload.clone(), length)), Some(sample(50)));
        assert_eq!(decode(&action(payload[..60].to_vec(), length)), None);
        assert_eq!(decode(&action(payload, length + 1)), None);
    }

    #[test]
    fn another_signer_and_too_many_bytes_are_refused() {
        let stranger = encode(&sample(1), &key(4)).unwrap_err();
        assert_eq!(stranger.exit, crate::Exit::Usage);
        assert!(stranger.what.contains(&key(1).to_string()));
        let header = 33 + 3 * 33;
        assert!(encode(&sample(MAX_ACTION_PAYLOAD - header), &key(1)).is_ok());
        assert!(encode(&sample(MAX_ACTION_PAYLOAD - header + 1), &key(1)).is_err());
        let mut wide = sample(0);
        wide.accounts = vec![AccountMeta::new(key(3), false); MAX_ACTION_ACCOUNTS + 1];
        assert!(encode(&wide, &key(1)).is_err());
        wide.accounts.pop();
        assert!(encode(&wide, &key(1)).is_ok());
    }

    #[test]
    fn a_whole_chunk_fits_a_transaction_with_two_signers_and_a_price() {
        let accounts = accounts::AddAction {
            proposal: key(1),
            action: key(2),
            proposer: key(3),
            payer: key(4),
            system_program: system_program::ID,
        };
        let args = AddActionArgs {
            index: 0,
            length: 10_000,
            chunk: vec![1; CHUNK],
        };
        let call = accounts.call(althing::ID, instruction::AddAction { args });
        let steps = crate::send::pack(&key(4), vec![call.clone()]);
        assert_eq!(steps, [vec![call.clone()]]);
        let alone = wire::message(&key(4), &[call], [0; 32]);
        // The limit and the price of compute units, and their program's address.
        assert!(wire::length(&alone) + 60 <= wire::MAX_TRANSACTION);
    }

    #[test]
    fn nobody_signs_an_execution_for_the_authority() {
        let metas = execution_metas(&sample(1));
        assert_eq!(metas.len(), 4);
        assert_eq!(metas[0], AccountMeta::new_readonly(key(9), false));
        assert_eq!(metas[1], AccountMeta::new(key(1), false));
        assert!(metas.iter().all(|meta| !meta.is_signer));
    }
}
