//! One instruction, encoded so that it can be longer than a transaction and hashed as it stands.
//!
//! # Payload, version 1
//!
//! | bytes | field |
//! |---|---|
//! | 32 | program |
//! | 1 | number of accounts, at most 64 |
//! | 33 each | account: address, then flags: bit 0 signer (the authority only), bit 1 writable |
//! | rest | instruction data |
//!
//! # Action hash
//!
//! SHA-256 of `ALTHING-ACTIONS` 0x01 ‖ proposal's address ‖ SHA-256 of each payload, in order. A voter
//! signs it with the vote, so a vote can count only for the very actions that the voter saw.

use anchor_lang::prelude::*;
use anchor_lang::solana_program::instruction::{AccountMeta, Instruction};
use solana_sha256_hasher::hashv;

use crate::constants::MAX_ACTION_ACCOUNTS;
use crate::error::AlthingError;

/// Domain and version of the action hash.
pub const HASH_DOMAIN: &[u8] = b"ALTHING-ACTIONS\x01";
/// A payload without accounts and data.
pub const MIN_PAYLOAD: usize = 33;
const META: usize = 33;
const FLAG_SIGNER: u8 = 1;
const FLAG_WRITABLE: u8 = 2;

/// One action. Seeds: `"action"`, proposal, index (one byte).
#[account]
#[derive(Debug)]
pub struct Action {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// Its place in the proposal.
    pub index: u8,
    /// The proposal.
    pub proposal: Pubkey,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// Bytes that the payload will have.
    pub length: u16,
    /// The payload so far.
    pub payload: Vec<u8>,
}

impl Action {
    const HEADER: usize = 8 + 1 + 1 + 1 + 32 + 32 + 2 + 4;

    /// Bytes of the account with a payload of `length` bytes.
    #[must_use]
    pub const fn space(length: u16) -> usize {
        Self::HEADER.saturating_add(length as usize)
    }
}

/// An action read in place: sixteen of them do not fit the program's heap.
#[derive(Debug)]
pub struct ActionView<'a> {
    /// The whole payload.
    pub payload: &'a [u8],
    /// The program to call.
    pub program: Pubkey,
    metas: &'a [u8],
    data: &'a [u8],
}

impl<'a> ActionView<'a> {
    /// Reads action `index` of `proposal` from the data of an account of this program.
    ///
    /// # Errors
    /// [`AlthingError::WrongAction`] where it is another account, [`AlthingError::ActionIncomplete`],
    /// [`AlthingError::ActionMalformed`].
    pub fn read(info: &AccountInfo, data: &'a [u8], proposal: &Pubkey, index: u8) -> Result<Self> {
        let is_action = *info.owner == crate::ID && data.get(..8) == Some(Action::DISCRIMINATOR);
        let is_ours = data.get(10) == Some(&index) && data.get(11..43) == Some(proposal.as_ref());
        ensure!(is_action && is_ours, AlthingError::WrongAction);

        let length = data
            .get(75..77)
            .map(|b| usize::from(u16::from_le_bytes([b[0], b[1]])));
        let written = data
            .get(77..81)
            .map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]]) as usize);
        let (Some(length), Some(written)) = (length, written) else {
            return Err(AlthingError::WrongAction.into());
        };
        ensure_eq!(written, length, AlthingError::ActionIncomplete);
        let payload = data.get(81..).and_then(|rest| rest.get(..length));
        Self::decode(payload.ok_or(AlthingError::WrongAction)?)
    }

    /// Decodes a payload.
    ///
    /// # Errors
    /// [`AlthingError::ActionMalformed`].
    pub fn decode(payload: &'a [u8]) -> Result<Self> {
        Self::parts(payload).ok_or_else(|| AlthingError::ActionMalformed.into())
    }

    fn parts(payload: &'a [u8]) -> Option<Self> {
        let (program, rest) = payload.split_at_checked(32)?;
        let (count, rest) = rest.split_first()?;
        let count = usize::from(*count);
        if count > MAX_ACTION_ACCOUNTS {
            return None;
        }
        let (metas, data) = rest.split_at_checked(count.checked_mul(META)?)?;
        let known = metas
            .chunks_exact(META)
            .all(|meta| meta.last().is_some_and(|flags| *flags <= 3));
        known.then_some(Self {
            payload,
            program: Pubkey::try_from(program).ok()?,
            metas,
            data,
        })
    }

    /// The accounts, in order.
    pub fn metas(&self) -> impl Iterator<Item = AccountMeta> + 'a {
        self.metas.chunks_exact(META).filter_map(|meta| {
            let (address, flags) = meta.split_at_checked(32)?;
            let flags = *flags.first()?;
            Some(AccountMeta {
                pubkey: Pubkey::try_from(address).ok()?,
                is_signer: flags & FLAG_SIGNER != 0,
                is_writable: flags & FLAG_WRITABLE != 0,
            })
        })
    }

    /// The instruction.
    #[must_use]
    pub fn instruction(&self) -> Instruction {
        Instruction {
            program_id: self.program,
            accounts: self.metas().collect(),
            data: self.data.to_vec(),
        }
    }

    /// Refuses what an action may never do: take another's signature, or write to its own proposal.
    ///
    /// # Errors
    /// [`AlthingError::ActionSignerNotAllowed`], [`AlthingError::ActionTouchesProposal`].
    pub fn require_harmless(
        &self,
        authority: &Pubkey,
        proposal: &Pubkey,
        action: &Pubkey,
    ) -> Result<()> {
        for meta in self.metas() {
            ensure!(
                !meta.is_signer || meta.pubkey == *authority,
                AlthingError::ActionSignerNotAllowed
            );
            let own = meta.pubkey == *proposal || meta.pubkey == *action;
            ensure!(
                !(own && meta.is_writable),
                AlthingError::ActionTouchesProposal
            );
        }
        Ok(())
    }
}

/// Builds the action hash, one payload after the other.
#[derive(Debug)]
pub struct ActionHasher(Vec<[u8; 32]>, Pubkey);

impl ActionHasher {
    /// For the actions of `proposal`.
    #[must_use]
    pub fn new(proposal: Pubkey) -> Self {
        Self(Vec::new(), proposal)
    }

    /// Adds the next payload.
    pub fn add(&mut self, payload: &[u8]) {
        self.0.push(hashv(&[payload]).to_bytes());
    }

    /// The hash.
    #[must_use]
    pub fn finish(self) -> [u8; 32] {
        hashv(&[HASH_DOMAIN, self.1.as_ref(), self.0.as_flattened()]).to_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payload(accounts: &[(u8, u8)], data: &[u8]) -> Vec<u8> {
        let mut bytes = vec![9; 32];
        bytes.push(accounts.len() as u8);
        for (address, flags) in accounts {
            bytes.extend([*address; 32]);
            bytes.push(*flags);
        }
        bytes.extend(data);
        bytes
    }

    #[test]
    fn a_payload_decodes_to_its_instruction() {
        let bytes = payload(&[(1, 3), (2, 0), (3, 2)], b"data");
        let instruction = ActionView::decode(&bytes).unwrap().instruction();
        assert_eq!(instruction.program_id, Pubkey::new_from_array([9; 32]));
        assert_eq!(instruction.data, b"data");
        let flags: Vec<_> = instruction
            .accounts
            .iter()
            .map(|m| (m.is_signer, m.is_writable))
            .collect();
        assert_eq!(flags, [(true, true), (false, false), (false, true)]);
    }

    #[test]
    fn truncated_and_unknown_payloads_are_malformed() {
        let bytes = payload(&[(1, 3)], b"");
        for length in 0..bytes.len() {
            assert!(ActionView::decode(&bytes[..length]).is_err(), "{length}");
        }
        assert!(ActionView::decode(&payload(&[(1, 4)], b"")).is_err());
        assert!(ActionView::decode(&payload(&[(1, 0); 64], b"")).is_ok());
        assert!(ActionView::decode(&payload(&[(1, 0); 65], b"")).is_err());
    }

    #[test]
    fn only_the_authority_signs_and_the_proposal_is_not_writable() {
        let key = |byte| Pubkey::new_from_array([byte; 32]);
        let check = |meta| {
            let bytes = payload(&[meta], b"");
            ActionView::decode(&bytes)
                .unwrap()
                .require_harmless(&key(1), &key(2), &key(3))
                .is_ok()
        };
        assert!(check((1, 3)) && check((2, 0)) && check((3, 0)) && check((4, 2)));
        assert!(!check((4, 1)) && !check((2, 2)) && !check((3, 2)) && !check((2, 1)));
    }

    #[test]
    fn the_hash_depends_on_proposal_order_and_every_byte() {
        let hash = |proposal, payloads: &[&[u8]]| {
            let mut hasher = ActionHasher::new(Pubkey::new_from_array([proposal; 32]));
            payloads.iter().for_each(|payload| hasher.add(payload));
            hasher.finish()
        };
        let base = hash(1, &[b"a", b"b"]);
        assert_ne!(base, hash(2, &[b"a", b"b"]));
        assert_ne!(base, hash(1, &[b"b", b"a"]));
        assert_ne!(base, hash(1, &[b"ab"]));
        assert_ne!(base, hash(1, &[b"a", b"c"]));
        assert_eq!(base, hash(1, &[b"a", b"b"]));
    }
}
