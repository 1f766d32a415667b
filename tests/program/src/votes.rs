//! Proposals from draft to execution.

use althing::{instruction, AddActionArgs, Proposal};
use anchor_lang::solana_program::instruction::Instruction;

use crate::client::Call;
use crate::community::{Community, Member};
use crate::governance::{payload, Motion};
use crate::world::{Refusal, Sent, World};

/// Bytes of a payload that fit into one transaction beside everything else.
pub const CHUNK: usize = 700;

impl World {
    /// A draft without actions, by member 0.
    pub fn empty_draft(&mut self, community: &Community) -> Motion {
        let number = self.borsh::<althing::Dao>(&community.dao).proposal_count;
        let accounts = community.create_proposal(number, &community.members[0]);
        let proposal = accounts.proposal;
        let create = accounts.call(instruction::CreateProposal {
            args: community.proposal_args(),
        });
        self.go(&[create], &[&community.members[0].key, &community.renter]);
        Motion {
            number,
            proposal,
            actions: vec![],
        }
    }

    /// Adds an action to a draft, in as many transactions as it needs.
    ///
    /// # Panics
    /// Where the program refuses.
    pub fn add_action(&mut self, community: &Community, motion: &mut Motion, action: &Instruction) {
        let (index, bytes) = (motion.actions.len() as u8, payload(action));
        let signers = [&community.members[0].key, &community.renter];
        let length = u16::try_from(bytes.len()).expect("a payload");
        let (first, rest) = bytes.split_at(bytes.len().min(CHUNK));
        let args = AddActionArgs {
            index,
            length,
            chunk: first.to_vec(),
        };
        let add = community
            .add_action(motion.proposal, index)
            .call(instruction::AddAction { args });
        self.go(&[add], &signers);
        let mut offset = first.len() as u16;
        for chunk in rest.chunks(CHUNK) {
            let append = community.append_action(motion.proposal, index);
            self.go(
                &[append.call(instruction::AppendAction {
                    offset,
                    chunk: chunk.to_vec(),
                })],
                &signers[..1],
            );
            offset += chunk.len() as u16;
        }
        motion.actions.push(action.clone());
    }

    /// A draft with these actions, by member 0.
    pub fn draft(&mut self, community: &Community, actions: &[Instruction]) -> Motion {
        let mut motion = self.empty_draft(community);
        for action in actions {
            self.add_action(community, &mut motion, action);
        }
        motion
    }

    /// Submits a draft.
    ///
    /// # Errors
    /// The program's refusal.
    #[track_caller]
    pub fn submit(&mut self, community: &Community, motion: &Motion) -> Result<Sent, Refusal> {
        let accounts = community.submit_proposal(motion.proposal);
        let submit = accounts.call_with(instruction::SubmitProposal {}, &motion.action_metas());
        self.send(&[submit], &[&community.members[0].key])
    }

    /// A proposal whose vote is open.
    ///
    /// # Panics
    /// Where the program refuses it.
    #[track_caller]
    pub fn voting(&mut self, community: &Community, actions: &[Instruction]) -> Motion {
        let motion = self.draft(community, actions);
        self.submit(community, &motion)
            .unwrap_or_else(|refusal| panic!("{refusal}"));
        motion
    }

    /// A member votes: `Proposal::YES`, `NO` or `ABSTAIN`.
    ///
    /// # Errors
    /// The program's refusal.
    #[track_caller]
    pub fn vote(
        &mut self,
        community: &Community,
        motion: &Motion,
        member: &Member,
        choice: u8,
    ) -> Result<Sent, Refusal> {
        let accounts = community.cast_vote(motion.proposal, member);
        let vote = accounts.call(instruction::CastVote {
            choice,
            action_hash: motion.hash(),
        });
        self.send(&[vote], &[&member.key, &community.renter])
    }

    /// Waits for the end of the vote and counts it.
    ///
    /// # Errors
    /// The program's refusal.
    #[track_caller]
    pub fn finalize(&mut self, community: &Community, motion: &Motion) -> Result<Sent, Refusal> {
        let end = self.zero_copy::<Proposal>(&motion.proposal).voting_ends_at;
        if self.now() < end {
            self.warp_to(end);
        }
        self.finalize_now(community, motion)
    }

    /// Counts a vote without waiting for its end.
    ///
    /// # Errors
    /// The program's refusal.
    #[track_caller]
    pub fn finalize_now(
        &mut self,
        community: &Community,
        motion: &Motion,
    ) -> Result<Sent, Refusal> {
        let accounts = community.finalize_proposal(motion.proposal);
        self.send(&[accounts.call(instruction::FinalizeProposal {})], &[])
    }

    /// A proposal that has just succeeded, with the votes of the two largest members.
    ///
    /// # Panics
    /// Where the program refuses.
    #[track_caller]
    pub fn succeeded(&mut self, community: &Community, actions: &[Instruction]) -> Motion {
        let motion = self.voting(community, actions);
        for member in &community.members[..2] {
            self.vote(community, &motion, member, Proposal::YES)
                .unwrap_or_else(|refusal| panic!("{refusal}"));
        }
        self.finalize(community, &motion)
            .unwrap_or_else(|refusal| panic!("{refusal}"));
        motion
    }

    /// A proposal that has just been defeated.
    ///
    /// # Panics
    /// Where the program refuses.
    #[track_caller]
    pub fn defeated(&mut self, community: &Community, actions: &[Instruction]) -> Motion {
        let motion = self.voting(community, actions);
        self.vote(community, &motion, &community.members[0], Proposal::NO)
            .unwrap_or_else(|refusal| panic!("{refusal}"));
        self.finalize(community, &motion)
            .unwrap_or_else(|refusal| panic!("{refusal}"));
        motion
    }

    /// A proposal whose hold-up has just ended.
    #[track_caller]
    pub fn executable(&mut self, community: &Community, actions: &[Instruction]) -> Motion {
        let motion = self.succeeded(community, actions);
        let ready = self.zero_copy::<Proposal>(&motion.proposal).executable_at;
        self.warp_to(ready.max(self.now()));
        motion
    }

    /// Executes action `index`.
    ///
    /// # Errors
    /// The refusal of this program or of the one that it calls.
    #[track_caller]
    pub fn execute(
        &mut self,
        community: &Community,
        motion: &Motion,
        index: u8,
    ) -> Result<Sent, Refusal> {
        let accounts = community.execute_proposal(motion.proposal, index);
        let execute = accounts.call_with(
            instruction::ExecuteProposal {},
            &motion.execution_metas(index),
        );
        self.send(&[execute], &[])
    }

    /// Proposes, votes, waits and executes: the one way in which the authority signs. Time moves on by
    /// the vote and the hold-up. The answer is that of the execution.
    ///
    /// # Errors
    /// The refusal of the execution.
    #[track_caller]
    pub fn as_authority(
        &mut self,
        community: &Community,
        action: Instruction,
    ) -> Result<Sent, Refusal> {
        let motion = self.executable(community, &[action]);
        self.execute(community, &motion, 0)
    }

    /// Carries out all of these by one vote.
    ///
    /// # Panics
    /// Where one is refused.
    #[track_caller]
    pub fn pass(&mut self, community: &Community, actions: &[Instruction]) -> Motion {
        let motion = self.executable(community, actions);
        for index in 0..actions.len() {
            self.execute(community, &motion, index as u8)
                .unwrap_or_else(|refusal| panic!("{refusal}"));
        }
        motion
    }
}
