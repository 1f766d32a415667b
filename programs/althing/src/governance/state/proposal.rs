use anchor_lang::prelude::*;

use crate::constants::{MAX_PROPOSAL_URI, MAX_TITLE};
use crate::error::AlthingError;
use crate::math::tally::Tally;

/// A proposal. Seeds: `"proposal"`, dao, number (u64, little endian).
#[account(zero_copy)]
#[derive(Debug)]
pub struct Proposal {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// Bump of the authority's address.
    pub authority_bump: u8,
    /// One of the state constants.
    pub state: u8,
    /// Actions added.
    pub action_count: u8,
    /// Actions executed; the next one's index.
    pub actions_executed: u8,
    /// Action accounts that still exist.
    pub open_actions: u8,
    pub _padding: u8,
    /// Frozen: turnout needed, basis points of `eligible`.
    pub quorum_bps: u16,
    /// Frozen: yes needed, basis points of yes and no.
    pub approval_bps: u16,
    pub _padding2: [u8; 4],
    /// The organisation.
    pub dao: Pubkey,
    /// The organisation's authority, which signs the actions.
    pub authority: Pubkey,
    /// The organisation's log.
    pub log: Pubkey,
    /// The chamber that votes.
    pub chamber: Pubkey,
    /// Who proposed it.
    pub proposer: Pubkey,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// Its number in the organisation, from 0.
    pub number: u64,
    /// Frozen: the epoch at which seats are weighed.
    pub epoch: u64,
    /// Frozen: the chamber's total weight at that epoch.
    pub eligible: u64,
    /// Weight cast for.
    pub yes: u64,
    /// Weight cast against.
    pub no: u64,
    /// Weight cast as abstention.
    pub abstain: u64,
    /// Vote records that still exist.
    pub open_votes: u64,
    /// Unix seconds; 0 in a draft.
    pub submitted_at: i64,
    /// Frozen: the first second in which no vote is taken.
    pub voting_ends_at: i64,
    /// Frozen: the first second in which it can be executed.
    pub executable_at: i64,
    /// Frozen: the first second in which it can no longer be executed.
    pub expires_at: i64,
    /// Slot of finalisation.
    pub finalized_slot: u64,
    /// Frozen: hash of all actions, see [`super::action`].
    pub action_hash: [u8; 32],
    /// SHA-256 of the description behind `uri`.
    pub description_hash: [u8; 32],
    /// UTF-8, zero padded.
    pub title: [u8; MAX_TITLE],
    /// UTF-8, zero padded.
    pub uri: [u8; MAX_PROPOSAL_URI],
}

impl Proposal {
    pub const DRAFT: u8 = 0;
    pub const VOTING: u8 = 1;
    pub const SUCCEEDED: u8 = 2;
    pub const DEFEATED: u8 = 3;
    pub const EXECUTED: u8 = 4;
    pub const CANCELLED: u8 = 5;

    pub const YES: u8 = 0;
    pub const NO: u8 = 1;
    pub const ABSTAIN: u8 = 2;

    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// # Errors
    /// [`AlthingError::WrongProposalState`] in any other state.
    pub fn require_state(&self, state: u8) -> Result<()> {
        ensure_eq!(self.state, state, AlthingError::WrongProposalState);
        Ok(())
    }

    /// Votes are taken now.
    ///
    /// # Errors
    /// [`AlthingError::WrongProposalState`], [`AlthingError::VotingOver`].
    pub fn require_voting(&self, now: i64) -> Result<()> {
        self.require_state(Self::VOTING)?;
        ensure!(now < self.voting_ends_at, AlthingError::VotingOver);
        Ok(())
    }

    /// Nothing more can happen to it but closing.
    ///
    /// # Errors
    /// [`AlthingError::ProposalNotFinished`].
    pub fn require_finished(&self, now: i64) -> Result<()> {
        let finished = match self.state {
            Self::DEFEATED | Self::EXECUTED | Self::CANCELLED => true,
            Self::SUCCEEDED => now >= self.expires_at,
            _ => false,
        };
        ensure!(finished, AlthingError::ProposalNotFinished);
        Ok(())
    }

    /// The weights cast.
    #[must_use]
    pub fn tally(&self) -> Tally {
        Tally {
            yes: self.yes,
            no: self.no,
            abstain: self.abstain,
        }
    }

    /// Adds a vote.
    ///
    /// # Errors
    /// [`AlthingError::ChoiceUnknown`], [`AlthingError::Overflow`].
    pub fn add_vote(&mut self, choice: u8, weight: u64) -> Result<()> {
        let side = self.side(choice)?;
        *side = side.checked_add(weight).ok_or(AlthingError::Overflow)?;
        Ok(())
    }

    /// Takes a vote back.
    ///
    /// # Errors
    /// [`AlthingError::ChoiceUnknown`], [`AlthingError::Overflow`].
    pub fn remove_vote(&mut self, choice: u8, weight: u64) -> Result<()> {
        let side = self.side(choice)?;
        *side = side.checked_sub(weight).ok_or(AlthingError::Overflow)?;
        Ok(())
    }

    fn side(&mut self, choice: u8) -> Result<&mut u64> {
        match choice {
            Self::YES => Ok(&mut self.yes),
            Self::NO => Ok(&mut self.no),
            Self::ABSTAIN => Ok(&mut self.abstain),
            _ => Err(AlthingError::ChoiceUnknown.into()),
        }
    }
}
