//! A bonded log whose decisions can be questioned, judges, and the accounts of every instruction of the room
//! `appeals`.

use althing::appeals::state::question::ANSWER_KIND;
use althing::appeals::{AnswerQuestionArgs, AppealTerms, OpenQuestionArgs, Question};
use althing::audit::entry::EntryHeader;
use althing::{accounts, instruction, AuditLog};
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::system_program;
use solana_keypair::Keypair;
use solana_signer::Signer;
use std::sync::OnceLock;

use crate::bond::{bonded, Operator};
use crate::client::Call;
use crate::community::{Community, SAVINGS};
use crate::merkle;
use crate::pda;
use crate::world::{Refusal, Sent, World};

/// Weights of the judges in chamber 1: 90 in all.
pub const JUDGES: [u64; 3] = [40, 30, 20];
/// Weights there of the operator and of the questioner, who do not judge.
pub const PARTIES: [u64; 2] = [7, 3];
/// Decisions in the log.
pub const DECISIONS: usize = 6;

/// Somebody who asks.
pub struct Asker {
    pub key: Keypair,
    /// A token account of the organisation's mint.
    pub tokens: Pubkey,
}

impl Clone for Asker {
    fn clone(&self) -> Self {
        Self {
            key: self.key.insecure_clone(),
            tokens: self.tokens,
        }
    }
}

impl Asker {
    #[must_use]
    pub fn address(&self) -> Pubkey {
        self.key.pubkey()
    }
}

/// A log whose decisions can be questioned, and who judges.
pub struct Court {
    pub c: Community,
    pub o: Operator,
    /// Terms of the log.
    pub rules: Pubkey,
    /// Every leaf of the log.
    pub leaves: Vec<merkle::Hash>,
    pub judges: Vec<Keypair>,
    pub asker: Asker,
}

impl Clone for Court {
    fn clone(&self) -> Self {
        Self {
            c: self.c.clone(),
            o: self.o.clone(),
            rules: self.rules,
            leaves: self.leaves.clone(),
            judges: self.judges.iter().map(Keypair::insecure_clone).collect(),
            asker: self.asker.clone(),
        }
    }
}

/// Terms with short periods: a deposit of 10, a tenth for silence, a fifth for a wrong answer.
#[must_use]
pub fn terms() -> AppealTerms {
    AppealTerms {
        question_bond: 10,
        crowd: 4,
        answer_period: 100,
        appeal_period: 60,
        voting_period: 50,
        unanswered_bps: 1_000,
        upheld_bps: 2_000,
        questioner_bps: 2_500,
        chamber: 1,
    }
}

/// The hash of a salted text.
#[must_use]
pub fn salted(text: &str) -> [u8; 32] {
    solana_sha256_hasher::hashv(&[b"salt", text.as_bytes()]).to_bytes()
}

/// A log of six decisions behind a bond of 1,000 with [`terms`] in force, and three judges.
#[must_use]
pub fn court() -> (World, Court) {
    static READY: OnceLock<(World, Court)> = OnceLock::new();
    READY
        .get_or_init(|| {
            let (mut w, c, o) = bonded();
            let court = w.court(c, o, "");
            (w, court)
        })
        .clone()
}

impl Court {
    /// The address of a question.
    #[must_use]
    pub fn question(&self, asker: &Asker, index: u64) -> Pubkey {
        pda::question(&self.o.audit_log, index, &asker.address())
    }

    /// The proof that a leaf is in the log.
    #[must_use]
    pub fn proof(&self, index: u64) -> Vec<merkle::Hash> {
        merkle::inclusion_proof(&self.leaves, index as usize)
    }

    #[must_use]
    pub fn set_appeal_rules(&self) -> accounts::SetAppealRules {
        accounts::SetAppealRules {
            dao: self.c.dao,
            authority: self.c.authority,
            bond: self.o.bond,
            chamber: self.c.evaluators,
            rules: self.rules,
            log: self.c.log,
            payer: self.c.authority,
            system_program: system_program::ID,
        }
    }

    #[must_use]
    pub fn close_appeal_rules(&self) -> accounts::CloseAppealRules {
        accounts::CloseAppealRules {
            rules: self.rules,
            bond: self.o.bond,
            payer: self.c.authority,
        }
    }

    #[must_use]
    pub fn open_question(&self, asker: &Asker, index: u64) -> accounts::OpenQuestion {
        let question = self.question(asker, index);
        accounts::OpenQuestion {
            dao: self.c.dao,
            rules: self.rules,
            bond: self.o.bond,
            audit_log: self.o.audit_log,
            question,
            vault: pda::vault(&question),
            from: asker.tokens,
            mint: self.c.mint,
            questioner: asker.address(),
            payer: self.c.renter.pubkey(),
            token_program: self.c.token_program,
            system_program: system_program::ID,
        }
    }

    /// What a question about a decision says.
    #[must_use]
    pub fn question_args(&self, index: u64) -> OpenQuestionArgs {
        OpenQuestionArgs {
            index,
            leaf: self.leaves[index as usize],
            question_hash: salted("why?"),
            max_deposit: u64::MAX,
            proof: self.proof(index),
        }
    }

    /// The instruction that asks about a decision.
    #[must_use]
    pub fn ask(&self, asker: &Asker, index: u64) -> Instruction {
        self.open_question(asker, index)
            .call(instruction::OpenQuestion {
                args: self.question_args(index),
            })
    }

    #[must_use]
    pub fn answer_question(&self, asker: &Asker, index: u64) -> accounts::AnswerQuestion {
        accounts::AnswerQuestion {
            question: self.question(asker, index),
            bond: self.o.bond,
            audit_log: self.o.audit_log,
            operator: self.o.address(),
        }
    }

    #[must_use]
    pub fn accept_answer(
        &self,
        asker: &Asker,
        index: u64,
        caller: Pubkey,
    ) -> accounts::AcceptAnswer {
        let question = self.question(asker, index);
        accounts::AcceptAnswer {
            dao: self.c.dao,
            question,
            bond: self.o.bond,
            vault: pda::vault(&question),
            to: asker.tokens,
            mint: self.c.mint,
            log: self.c.log,
            caller,
            token_program: self.c.token_program,
        }
    }

    /// For `report_unanswered` and `finalize_appeal`.
    #[must_use]
    pub fn settle_question(&self, asker: &Asker, index: u64) -> accounts::SettleQuestion {
        let question = self.question(asker, index);
        accounts::SettleQuestion {
            dao: self.c.dao,
            question,
            bond: self.o.bond,
            vault: pda::vault(&question),
            bond_vault: self.o.vault,
            to: asker.tokens,
            treasury: self.c.treasury,
            mint: self.c.mint,
            log: self.c.log,
            token_program: self.c.token_program,
        }
    }

    /// The instruction that settles a question without an answer.
    #[must_use]
    pub fn report(&self, asker: &Asker, index: u64) -> Instruction {
        self.settle_question(asker, index)
            .call(instruction::ReportUnanswered {})
    }

    /// The instruction that counts the vote on an appeal.
    #[must_use]
    pub fn finalize(&self, asker: &Asker, index: u64) -> Instruction {
        self.settle_question(asker, index)
            .call(instruction::FinalizeAppeal {})
    }

    #[must_use]
    pub fn open_appeal(&self, asker: &Asker, index: u64) -> accounts::OpenAppeal {
        let chamber = self.c.evaluators;
        accounts::OpenAppeal {
            dao: self.c.dao,
            question: self.question(asker, index),
            chamber,
            operator_seat: pda::seat(&chamber, &self.o.address()),
            questioner_seat: pda::seat(&chamber, &asker.address()),
            questioner: asker.address(),
            log: self.c.log,
        }
    }

    /// The instruction that appeals.
    #[must_use]
    pub fn appeal(&self, asker: &Asker, index: u64) -> Instruction {
        self.open_appeal(asker, index)
            .call(instruction::OpenAppeal {
                grounds_hash: salted("no!"),
            })
    }

    #[must_use]
    pub fn cast_appeal_vote(
        &self,
        asker: &Asker,
        index: u64,
        voter: Pubkey,
    ) -> accounts::CastAppealVote {
        let (question, seat) = (
            self.question(asker, index),
            pda::seat(&self.c.evaluators, &voter),
        );
        accounts::CastAppealVote {
            question,
            seat,
            ballot: pda::ballot(&question, &seat),
            voter,
            payer: self.c.renter.pubkey(),
            system_program: system_program::ID,
        }
    }

    /// The instruction by which somebody votes on an appeal.
    #[must_use]
    pub fn vote(&self, asker: &Asker, index: u64, voter: Pubkey, choice: u8) -> Instruction {
        self.cast_appeal_vote(asker, index, voter)
            .call(instruction::CastAppealVote {
                choice,
                grounds_hash: salted("no!"),
            })
    }

    #[must_use]
    pub fn close_ballot(&self, asker: &Asker, index: u64, voter: Pubkey) -> accounts::CloseBallot {
        let cast = self.cast_appeal_vote(asker, index, voter);
        accounts::CloseBallot {
            question: cast.question,
            ballot: cast.ballot,
            payer: cast.payer,
        }
    }

    #[must_use]
    pub fn close_question(&self, asker: &Asker, index: u64) -> accounts::CloseQuestion {
        let question = self.question(asker, index);
        accounts::CloseQuestion {
            dao: self.c.dao,
            question,
            vault: pda::vault(&question),
            treasury: None,
            mint: self.c.mint,
            payer: self.c.renter.pubkey(),
            token_program: self.c.token_program,
        }
    }
}

impl World {
    /// Makes a bonded log one that can be questioned, and appoints judges. The name tells several apart.
    ///
    /// # Panics
    /// Where the program refuses.
    pub fn court(&mut self, c: Community, o: Operator, name: &str) -> Court {
        let asker = self.asker(&c, &format!("asker{name}"));
        let judges: Vec<_> = (0..JUDGES.len())
            .map(|number| self.wallet(&format!("judge {number}{name}")))
            .collect();
        let parties = [o.address(), asker.address()];
        let holders: Vec<_> = judges.iter().map(Signer::pubkey).chain(parties).collect();
        let mut actions = vec![];
        for (holder, points) in holders.iter().zip(JUDGES.into_iter().chain(PARTIES)) {
            let open = c.open_seat(c.evaluators, *holder);
            self.go(&[open.call(instruction::OpenSeat {})], &[&c.renter]);
            let grant = c.grant_seat(c.evaluators, *holder);
            actions.push(grant.call(instruction::GrantSeat { points }));
        }
        let leaves: Vec<_> = (0..DECISIONS)
            .map(|number| merkle::leaf(&number.to_le_bytes()))
            .collect();
        self.grow_log(&o, &leaves);
        let court = Court {
            rules: pda::appeal_rules(&c.dao, &o.bond),
            c,
            o,
            leaves,
            judges,
            asker,
        };
        let set = court.set_appeal_rules();
        actions.push(set.call(instruction::SetAppealRules { terms: terms() }));
        self.pass(&court.c, &actions);
        self.wait(crate::community::config().withdrawal_cooldown);
        court
    }

    /// Somebody with [`SAVINGS`].
    pub fn asker(&mut self, community: &Community, name: &str) -> Asker {
        let key = self.wallet(name);
        let tokens = self.tokens(name, &community.mint, &key.pubkey(), SAVINGS);
        Asker { key, tokens }
    }

    #[must_use]
    #[track_caller]
    pub fn question(&self, court: &Court, asker: &Asker, index: u64) -> Question {
        self.zero_copy(&court.question(asker, index))
    }

    /// Somebody asks about a decision.
    ///
    /// # Errors
    /// The program's refusal.
    #[track_caller]
    pub fn ask(&mut self, court: &Court, asker: &Asker, index: u64) -> Result<Sent, Refusal> {
        self.send(&[court.ask(asker, index)], &[&asker.key, &court.c.renter])
    }

    /// The operator appends the entry that answers; the answer is what `answer_question` wants.
    ///
    /// # Panics
    /// Where the program refuses the entry.
    #[track_caller]
    pub fn log_answer(
        &mut self,
        court: &mut Court,
        asker: &Asker,
        index: u64,
        answer_hash: [u8; 32],
    ) -> AnswerQuestionArgs {
        let payload = Question::answer_payload(&court.question(asker, index), &answer_hash);
        let header = EntryHeader {
            log: court.o.audit_log,
            index: self.zero_copy::<AuditLog>(&court.o.audit_log).size,
            timestamp: self.now(),
            slot: self.slot(),
            actor: court.o.address(),
            kind: ANSWER_KIND,
        };
        let append = accounts::AppendEntry {
            log: court.o.audit_log,
            writer: court.o.address(),
        };
        let append = append.call(instruction::AppendEntry {
            kind: ANSWER_KIND,
            payload: payload.to_vec(),
        });
        self.go(&[append], &[&court.o.key]);
        court.leaves.push(header.leaf(&payload).expect("a leaf"));
        AnswerQuestionArgs {
            answer_hash,
            index: header.index,
            timestamp: header.timestamp,
            slot: header.slot,
            proof: court.proof(header.index),
        }
    }

    /// The operator answers, in the log and here.
    ///
    /// # Errors
    /// The program's refusal.
    #[track_caller]
    pub fn answer(
        &mut self,
        court: &mut Court,
        asker: &Asker,
        index: u64,
    ) -> Result<Sent, Refusal> {
        let args = self.log_answer(court, asker, index, salted("because"));
        let answer = court
            .answer_question(asker, index)
            .call(instruction::AnswerQuestion { args });
        self.send(&[answer], &[&court.o.key])
    }

    /// The questioner is content.
    ///
    /// # Errors
    /// The program's refusal.
    #[track_caller]
    pub fn accept(&mut self, court: &Court, asker: &Asker, index: u64) -> Result<Sent, Refusal> {
        let accept = court
            .accept_answer(asker, index, asker.address())
            .call(instruction::AcceptAnswer {});
        self.send(&[accept], &[&asker.key])
    }

    /// The questioner appeals.
    ///
    /// # Errors
    /// The program's refusal.
    #[track_caller]
    pub fn appeal(&mut self, court: &Court, asker: &Asker, index: u64) -> Result<Sent, Refusal> {
        self.send(&[court.appeal(asker, index)], &[&asker.key])
    }

    /// A judge votes on an appeal.
    ///
    /// # Errors
    /// The program's refusal.
    #[track_caller]
    pub fn judge(
        &mut self,
        court: &Court,
        asker: &Asker,
        index: u64,
        judge: usize,
        choice: u8,
    ) -> Result<Sent, Refusal> {
        let judge = &court.judges[judge];
        let vote = court.vote(asker, index, judge.pubkey(), choice);
        self.send(&[vote], &[judge, &court.c.renter])
    }

    /// Asks, answers and appeals.
    ///
    /// # Panics
    /// Where the program refuses.
    #[track_caller]
    pub fn appealed(&mut self, court: &mut Court, asker: &Asker, index: u64) {
        let ok = |result: Result<Sent, Refusal>| {
            result.unwrap_or_else(|refusal| panic!("{refusal}"));
        };
        ok(self.ask(court, asker, index));
        ok(self.answer(court, asker, index));
        ok(self.appeal(court, asker, index));
    }
}
