//! Letting the organisation act: a plan whose signer is the authority becomes a proposal's actions.

use althing::{accounts, instruction, CreateProposalArgs, Dao, Proposal};
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::{AccountMeta, Instruction};
use anchor_lang::system_program;

use super::{pack, wire, Actor, Plan, Proposer, Sending};
use crate::chain::{action::Draft, Call};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::output::Record;

/// What a new proposal says of itself.
#[derive(Clone, Debug, Default)]
pub struct Motion {
    /// 1 to 64 bytes.
    pub title: String,
    /// Where the description is, at most 128 bytes.
    pub uri: String,
    /// SHA-256 of the description.
    pub description_hash: [u8; 32],
}

impl Context {
    /// Puts what a plan does to the vote, or adds it to a draft.
    pub(super) fn propose(
        &self,
        sending: &Sending,
        actor: &Actor,
        proposer: &Proposer,
        plan: &Plan,
    ) -> Result<Record> {
        let instructions = plan.steps.concat();
        if !sending.skip_simulation {
            self.must_work(actor, &instructions)?;
        }
        let inner = match (&sending.propose, &sending.add_to) {
            (Some(title), _) => {
                let motion = Motion {
                    title: title.clone(),
                    ..Motion::default()
                };
                self.plan_proposal(proposer, &motion, &instructions, &actor.from)?
            }
            (None, draft) => {
                let draft = draft.as_deref().unwrap_or_default();
                self.plan_addition(proposer, draft, &instructions, &actor.from)?
            }
        };
        let outcome = self.carry_out(sending, &proposer.member, &inner)?;
        Ok(inner.result.and(outcome))
    }

    /// Simulates what is proposed, as far as it fits one transaction.
    fn must_work(&self, actor: &Actor, instructions: &[Instruction]) -> Result<()> {
        let whole = wire::message(&actor.fees, instructions, [0; 32]);
        // Beside what the simulation itself adds: the limit of compute units and their program.
        if wire::length(&whole).saturating_add(48) > wire::MAX_TRANSACTION {
            return Ok(());
        }
        self.must_succeed(&actor.fees, instructions, None)
            .map(|_| ())
            .map_err(|error| {
                let todo = format!(
                    "{} The organisation pays rent from its authority {}. To propose it all the same: --skip-simulation.",
                    error.todo, actor.from
                );
                error.advise(todo)
            })
    }

    /// Creates a draft, adds the actions where there are any, and then submits it.
    ///
    /// # Errors
    /// Where an instruction cannot be an action.
    pub fn plan_proposal(
        &self,
        proposer: &Proposer,
        motion: &Motion,
        instructions: &[Instruction],
        authority: &Pubkey,
    ) -> Result<Plan> {
        let dao: Dao = self.fetch(&proposer.dao)?;
        let number = dao.proposal_count;
        let proposal = self.at().proposal(&proposer.dao, number);
        let mut all = vec![self.create_proposal(proposer, proposal, motion)];
        if !instructions.is_empty() {
            let draft = Draft {
                proposal,
                proposer: proposer.member.from,
                payer: proposer.member.payer,
                actions: 0,
            };
            all.extend(self.add_actions(&draft, instructions, authority)?);
            let count = u8::try_from(instructions.len()).unwrap_or(u8::MAX);
            all.push(self.submit_proposal(
                &proposer.dao,
                &dao.log,
                &proposal,
                &proposer.member.from,
                count,
            ));
        }
        Ok(Plan {
            steps: pack(&proposer.member.fees, all),
            result: record! {
                "proposal" => proposal,
                "number" => number,
                "actions" => instructions.len(),
                "submitted" => !instructions.is_empty(),
            },
            resume: format!(
                "proposal {number} is a draft: cancel it (althing proposal cancel {number}), or add what is missing and submit it."
            ),
            ..Plan::default()
        })
    }

    /// Adds actions to a draft that there is.
    ///
    /// # Errors
    /// Where it is no draft, somebody else's, or another organisation's.
    pub fn plan_addition(
        &self,
        proposer: &Proposer,
        draft: &str,
        instructions: &[Instruction],
        authority: &Pubkey,
    ) -> Result<Plan> {
        let (address, proposal) = self.proposal(draft)?;
        require_own_draft(&proposal, &proposer.member.from)?;
        if proposal.authority != *authority {
            return Err(Error::usage(
                format!("proposal {} is another organisation's", proposal.number),
                "Add --dao, or name a draft of the organisation that is to act.",
            ));
        }
        let into = Draft {
            proposal: address,
            proposer: proposer.member.from,
            payer: proposer.member.payer,
            actions: proposal.action_count,
        };
        let all = self.add_actions(&into, instructions, authority)?;
        Ok(Plan {
            steps: pack(&proposer.member.fees, all),
            result: record! {
                "proposal" => address,
                "number" => proposal.number,
                "actions" => usize::from(proposal.action_count).saturating_add(instructions.len()),
                "submitted" => false,
            },
            resume: format!(
                "cancel draft {0} (althing proposal cancel {0}) and begin anew.",
                proposal.number
            ),
            ..Plan::default()
        })
    }

    fn create_proposal(
        &self,
        proposer: &Proposer,
        proposal: Pubkey,
        motion: &Motion,
    ) -> Instruction {
        let chamber = self.at().chamber(&proposer.dao, 0);
        let member = &proposer.member;
        let accounts = accounts::CreateProposal {
            dao: proposer.dao,
            chamber,
            seat: self.at().seat(&chamber, &member.from),
            proposal,
            proposer: member.from,
            payer: member.payer,
            system_program: system_program::ID,
        };
        let args = CreateProposalArgs {
            title: motion.title.clone(),
            uri: motion.uri.clone(),
            description_hash: motion.description_hash,
        };
        accounts.call(self.program(), instruction::CreateProposal { args })
    }

    /// Puts a draft with that many actions to the vote.
    #[must_use]
    pub fn submit_proposal(
        &self,
        dao: &Pubkey,
        log: &Pubkey,
        proposal: &Pubkey,
        proposer: &Pubkey,
        count: u8,
    ) -> Instruction {
        let chamber = self.at().chamber(dao, 0);
        let accounts = accounts::SubmitProposal {
            dao: *dao,
            proposal: *proposal,
            chamber,
            seat: self.at().seat(&chamber, proposer),
            proposer: *proposer,
            log: *log,
        };
        let actions = self.action_addresses(proposal, count).into_iter();
        let metas = actions.map(|action| AccountMeta::new_readonly(action, false));
        accounts.call_with(
            self.program(),
            instruction::SubmitProposal {},
            metas.collect(),
        )
    }
}

/// Refuses what cannot be changed any more, or not by this member.
///
/// # Errors
/// Naming which.
pub fn require_own_draft(proposal: &Proposal, member: &Pubkey) -> Result<()> {
    if proposal.state != Proposal::DRAFT {
        return Err(Error::failed(
            format!("proposal {} is no draft any more", proposal.number),
            "Create another: althing proposal create TITLE.",
        ));
    }
    if proposal.proposer != *member {
        return Err(Error::failed(
            format!(
                "proposal {} is {}'s, and you are {member}",
                proposal.number, proposal.proposer
            ),
            "Create one of your own: althing proposal create TITLE.",
        ));
    }
    Ok(())
}
