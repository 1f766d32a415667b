use anchor_lang::prelude::*;

use crate::appeals::entries::QuestionSettled;
use crate::bond::LogBond;
use crate::error::AlthingError;
use crate::math::merkle::Hash;
use crate::math::tally::{self, Tally};

/// Kind of the entry by which an operator answers in its own log.
pub const ANSWER_KIND: u16 = 1_100;

/// A question about one leaf of a bonded log. Seeds: `"question"`, audit log, index of the leaf (u64, little
/// endian), questioner.
#[account(zero_copy)]
#[derive(Debug)]
pub struct Question {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// One of the state constants.
    pub state: u8,
    /// Frozen: index of the chamber that judges an appeal.
    pub chamber_index: u8,
    /// Frozen: the questioner's share of a penalty, basis points.
    pub questioner_bps: u16,
    /// Frozen: turnout needed, basis points of `eligible`.
    pub quorum_bps: u16,
    /// Frozen: yes needed, basis points of yes and no.
    pub approval_bps: u16,
    pub _padding: [u8; 6],
    /// The organisation.
    pub dao: Pubkey,
    /// The bond.
    pub bond: Pubkey,
    /// The log.
    pub audit_log: Pubkey,
    /// Who writes the log and has to answer.
    pub operator: Pubkey,
    /// Who asks.
    pub questioner: Pubkey,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// The mint of the deposit: the organisation's.
    pub mint: Pubkey,
    /// Where the deposit lies.
    pub vault: Pubkey,
    /// The chamber that judges the appeal; the default key before.
    pub chamber: Pubkey,
    /// The leaf that is questioned.
    pub leaf: [u8; 32],
    /// SHA-256 of the salted question.
    pub question_hash: [u8; 32],
    /// SHA-256 of the salted answer; zeros before.
    pub answer_hash: [u8; 32],
    /// SHA-256 of the salted grounds of an appeal; zeros before.
    pub grounds_hash: [u8; 32],
    /// The leaf's index.
    pub index: u64,
    /// Leaves of the log when the question was asked.
    pub log_size: u64,
    /// Index of the answer's entry.
    pub answer_index: u64,
    /// Base units.
    pub deposit: u64,
    /// Frozen: what the bond loses where no answer comes, base units.
    pub unanswered_penalty: u64,
    /// Frozen: what the bond loses where an appeal is upheld, base units.
    pub upheld_penalty: u64,
    /// When it was asked, unix seconds.
    pub opened_at: i64,
    /// Frozen: the first second in which an answer comes too late.
    pub answer_by: i64,
    /// Frozen: seconds from the answer in which an appeal is possible.
    pub appeal_period: i64,
    /// The first second in which an appeal comes too late; 0 before the answer.
    pub appeal_by: i64,
    /// Frozen: seconds for which the vote on an appeal is open.
    pub voting_period: i64,
    /// The first second in which no vote is taken; 0 before an appeal.
    pub voting_ends_at: i64,
    /// The epoch at which seats are weighed; frozen by the appeal.
    pub epoch: u64,
    /// Weight of the chamber's seats at that epoch, but for the operator's and the questioner's.
    pub eligible: u64,
    /// Weight cast to uphold the appeal.
    pub yes: u64,
    /// Weight cast to reject it.
    pub no: u64,
    /// Weight cast as abstention.
    pub abstain: u64,
    /// Ballots that still exist.
    pub open_ballots: u64,
}

impl Question {
    pub const OPEN: u8 = 0;
    pub const ANSWERED: u8 = 1;
    pub const APPEALED: u8 = 2;
    pub const UNANSWERED: u8 = 3;
    pub const ACCEPTED: u8 = 4;
    pub const LAPSED: u8 = 5;
    pub const UPHELD: u8 = 6;
    pub const REJECTED: u8 = 7;
    pub const UNDECIDED: u8 = 8;

    /// Uphold the appeal.
    pub const YES: u8 = 0;
    /// Reject it.
    pub const NO: u8 = 1;
    pub const ABSTAIN: u8 = 2;

    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// The payload of the entry that answers: the question's address and the answer's hash.
    #[must_use]
    pub fn answer_payload(question: &Pubkey, answer_hash: &Hash) -> [u8; 64] {
        let mut payload = [0; 64];
        payload[..32].copy_from_slice(question.as_ref());
        payload[32..].copy_from_slice(answer_hash);
        payload
    }

    /// # Errors
    /// [`AlthingError::WrongQuestionState`] in any other state.
    pub fn require_state(&self, state: u8) -> Result<()> {
        ensure_eq!(self.state, state, AlthingError::WrongQuestionState);
        Ok(())
    }

    /// Votes are taken now.
    ///
    /// # Errors
    /// [`AlthingError::WrongQuestionState`], [`AlthingError::VotingOver`].
    pub fn require_voting(&self, now: i64) -> Result<()> {
        self.require_state(Self::APPEALED)?;
        ensure!(now < self.voting_ends_at, AlthingError::VotingOver);
        Ok(())
    }

    /// Nothing more can happen to it but closing.
    #[must_use]
    pub fn is_settled(&self) -> bool {
        self.state > Self::APPEALED
    }

    /// The most that it can still cost the bond, base units.
    #[must_use]
    pub fn at_stake(&self) -> u64 {
        match self.state {
            Self::OPEN => self.unanswered_penalty.max(self.upheld_penalty),
            Self::ANSWERED | Self::APPEALED => self.upheld_penalty,
            _ => 0,
        }
    }

    /// Goes on to `state`, and frees of the bond what it can no longer cost.
    ///
    /// # Errors
    /// [`AlthingError::Overflow`], never while the books are right.
    pub fn enter(&mut self, state: u8, bond: &mut LogBond) -> Result<()> {
        let before = self.at_stake();
        self.state = state;
        let freed = before
            .checked_sub(self.at_stake())
            .ok_or(AlthingError::Overflow)?;
        let at_stake = bond
            .at_stake
            .get()
            .checked_sub(u128::from(freed))
            .ok_or(AlthingError::Overflow)?;
        bond.at_stake.set(at_stake);
        if self.is_settled() {
            bond.open_questions = bond
                .open_questions
                .checked_sub(1)
                .ok_or(AlthingError::Overflow)?;
        }
        Ok(())
    }

    /// How an appeal ends: upheld where the tally passes as a proposal would, undecided where turnout does
    /// not reach the quorum, rejected else.
    #[must_use]
    pub fn verdict(&self) -> u8 {
        let tally = Tally {
            yes: self.yes,
            no: self.no,
            abstain: self.abstain,
        };
        if tally::passes(tally, self.eligible, self.quorum_bps, self.approval_bps) {
            Self::UPHELD
        } else if tally::reaches_quorum(tally, self.eligible, self.quorum_bps) {
            Self::REJECTED
        } else {
            Self::UNDECIDED
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

    /// What the log tells of its end.
    #[must_use]
    pub fn settled(&self, question: Pubkey) -> QuestionSettled {
        QuestionSettled {
            question,
            bond: self.bond,
            index: self.index,
            leaf: self.leaf,
            question_hash: self.question_hash,
            answer_hash: self.answer_hash,
            outcome: self.state,
            deposit: self.deposit,
            yes: self.yes,
            no: self.no,
            abstain: self.abstain,
            eligible: self.eligible,
        }
    }
}

#[cfg(test)]
mod tests;
