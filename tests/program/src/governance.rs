//! Proposals from draft to execution, and the accounts of every instruction of the room `governance`.

use althing::governance::state::action::ActionHasher;
use althing::{accounts, instruction, AddActionArgs, CreateProposalArgs, Proposal};
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::{AccountMeta, Instruction};
use anchor_lang::system_program;
use solana_signer::Signer;

use crate::client::Call;
use crate::community::{Community, Member};
use crate::pda;
use crate::world::{Refusal, Sent, World};

/// Bytes of a payload that fit into one transaction beside everything else.
pub const CHUNK: usize = 700;

/// A proposal and the instructions it would carry out. Member 0 is its proposer.
#[derive(Clone, Debug)]
pub struct Motion {
    pub number: u64,
    pub proposal: Pubkey,
    pub actions: Vec<Instruction>,
}

/// The payload of an action, encoded by hand from its description.
///
/// # Panics
/// Where it has more than 255 accounts.
#[must_use]
pub fn payload(action: &Instruction) -> Vec<u8> {
    let mut bytes = action.program_id.to_bytes().to_vec();
    bytes.push(u8::try_from(action.accounts.len()).expect("at most 255 accounts"));
    for meta in &action.accounts {
        bytes.extend(meta.pubkey.to_bytes());
        bytes.push(u8::from(meta.is_signer) | u8::from(meta.is_writable) << 1);
    }
    bytes.extend(&action.data);
    bytes
}

impl Motion {
    /// The hash that a voter signs.
    #[must_use]
    pub fn hash(&self) -> [u8; 32] {
        let mut hasher = ActionHasher::new(self.proposal);
        self.actions
            .iter()
            .for_each(|action| hasher.add(&payload(action)));
        hasher.finish()
    }

    /// The address of its action `index`.
    #[must_use]
    pub fn action(&self, index: u8) -> Pubkey {
        pda::action(&self.proposal, index)
    }

    /// Its actions' accounts, as submission wants them.
    #[must_use]
    pub fn action_metas(&self) -> Vec<AccountMeta> {
        (0..self.actions.len())
            .map(|index| AccountMeta::new_readonly(self.action(index as u8), false))
            .collect()
    }

    /// The program and accounts of its action `index`, as execution wants them.
    #[must_use]
    pub fn execution_metas(&self, index: u8) -> Vec<AccountMeta> {
        let action = &self.actions[usize::from(index)];
        let mut metas = vec![AccountMeta::new_readonly(action.program_id, false)];
        metas.extend(action.accounts.iter().map(|meta| AccountMeta {
            is_signer: false,
            ..meta.clone()
        }));
        metas
    }
}

impl Community {
    #[must_use]
    pub fn create_proposal(&self, number: u64, member: &Member) -> accounts::CreateProposal {
        accounts::CreateProposal {
            dao: self.dao,
            chamber: self.chamber,
            seat: member.seat,
            proposal: pda::proposal(&self.dao, number),
            proposer: member.address(),
            payer: self.renter.pubkey(),
            system_program: system_program::ID,
        }
    }

    #[must_use]
    pub fn add_action(&self, proposal: Pubkey, index: u8) -> accounts::AddAction {
        accounts::AddAction {
            proposal,
            action: pda::action(&proposal, index),
            proposer: self.members[0].address(),
            payer: self.renter.pubkey(),
            system_program: system_program::ID,
        }
    }

    #[must_use]
    pub fn append_action(&self, proposal: Pubkey, index: u8) -> accounts::AppendAction {
        accounts::AppendAction {
            proposal,
            action: pda::action(&proposal, index),
            proposer: self.members[0].address(),
        }
    }

    #[must_use]
    pub fn submit_proposal(&self, proposal: Pubkey) -> accounts::SubmitProposal {
        accounts::SubmitProposal {
            dao: self.dao,
            proposal,
            chamber: self.chamber,
            seat: self.members[0].seat,
            proposer: self.members[0].address(),
            log: self.log,
        }
    }

    #[must_use]
    pub fn cancel_proposal(&self, proposal: Pubkey, canceller: Pubkey) -> accounts::CancelProposal {
        accounts::CancelProposal {
            proposal,
            canceller,
            log: self.log,
        }
    }

    #[must_use]
    pub fn cast_vote(&self, proposal: Pubkey, member: &Member) -> accounts::CastVote {
        accounts::CastVote {
            proposal,
            seat: member.seat,
            vote_record: pda::vote(&proposal, &member.seat),
            voter: member.address(),
            payer: self.renter.pubkey(),
            system_program: system_program::ID,
        }
    }

    #[must_use]
    pub fn withdraw_vote(&self, proposal: Pubkey, member: &Member) -> accounts::WithdrawVote {
        accounts::WithdrawVote {
            proposal,
            vote_record: pda::vote(&proposal, &member.seat),
            voter: member.address(),
            payer: self.renter.pubkey(),
        }
    }

    #[must_use]
    pub fn finalize_proposal(&self, proposal: Pubkey) -> accounts::FinalizeProposal {
        accounts::FinalizeProposal {
            proposal,
            log: self.log,
        }
    }

    #[must_use]
    pub fn execute_proposal(&self, proposal: Pubkey, index: u8) -> accounts::ExecuteProposal {
        accounts::ExecuteProposal {
            proposal,
            action: pda::action(&proposal, index),
            log: self.log,
        }
    }

    #[must_use]
    pub fn close_vote(&self, proposal: Pubkey, member: &Member) -> accounts::CloseVote {
        let vote_record = pda::vote(&proposal, &member.seat);
        accounts::CloseVote {
            proposal,
            vote_record,
            payer: self.renter.pubkey(),
        }
    }

    #[must_use]
    pub fn close_action(&self, proposal: Pubkey, index: u8) -> accounts::CloseAction {
        accounts::CloseAction {
            proposal,
            action: pda::action(&proposal, index),
            payer: self.renter.pubkey(),
        }
    }

    #[must_use]
    pub fn close_proposal(&self, proposal: Pubkey) -> accounts::CloseProposal {
        accounts::CloseProposal {
            proposal,
            payer: self.renter.pubkey(),
        }
    }

    /// The arguments of an ordinary proposal.
    #[must_use]
    pub fn proposal_args(&self) -> CreateProposalArgs {
        CreateProposalArgs {
            title: "A proposal".into(),
            uri: "https://example.org/proposal".into(),
            description_hash: [7; 32],
        }
    }
}

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
