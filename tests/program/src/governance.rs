//! A proposal with its actions, and the accounts of every instruction of the room `governance`.

use althing::governance::state::action::ActionHasher;
use althing::{accounts, CreateProposalArgs};
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::{AccountMeta, Instruction};
use anchor_lang::system_program;
use solana_signer::Signer;

use crate::community::{Community, Member};
use crate::pda;

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
