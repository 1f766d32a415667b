//! `althing question answer`.

use althing::audit::entry::EntryHeader;
use althing::question::ANSWER_KIND;
use althing::{accounts, instruction, AnswerQuestionArgs, AuditLog, Question};
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use clap::Args;

use super::find;
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input::{self, format_time};
use crate::logs::{inclusion::path_of_next, What};
use crate::output::{Cell, Record};
use crate::send::{Actor, Plan, Sending};

/// Answer a question, as the log's operator: append the answer's hash to the log, and show that it is there
///
/// Only a hash goes on the chain: put a random salt into the answer's text, and give both to the questioner by another way. Two
/// transactions; if the second fails, say it again with --index. The folder of the log's tiles, where there is one, gets the
/// new entry by `althing log sync`.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing question answer 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin --hash file:answer.txt"
)]
pub struct Answer {
    /// The question: address, LOG/INDEX or LOG/INDEX/QUESTIONER
    pub question: String,
    /// SHA-256 of the salted answer: 64 hex digits, or file:PATH to hash a file
    #[arg(long, value_name = "DIGEST", value_parser = input::digest)]
    pub hash: [u8; 32],
    /// Index of the answer's entry, where it is in the log already
    #[arg(long)]
    pub index: Option<u64>,
    /// With --index: the log's folder, or the URL at which its tiles are served; needed where entries came in batches [default: its transactions]
    #[arg(long, value_name = "DIR_OR_URL", requires = "index")]
    pub dir: Option<String>,
    #[command(flatten)]
    pub sending: Sending,
}

/// Where the answer stands in the log.
struct Logged {
    index: u64,
    timestamp: i64,
    slot: u64,
    proof: Vec<[u8; 32]>,
}

impl Run for Answer {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, question) = find(context, &self.question)?;
        // Before the answer is appended, which cannot be taken back.
        require_answerable(&question, &actor.from, context.rpc.clock()?.now)?;
        let logged = match self.index {
            Some(index) => self.logged(context, &address, &question, index)?,
            None => match self.append(context, &actor, &address, &question)? {
                Some(logged) => logged,
                None => return Ok(()),
            },
        };
        let told = record! {
            "question" => address,
            "answerIndex" => logged.index,
            "appealPossibleForAbout" => Cell::Span(question.appeal_period),
        };
        let index = logged.index;
        let plan = Plan::new(vec![self.call(context, &actor, &address, &question, logged)]);
        context
            .send(&self.sending, &actor, plan.tell(told))
            .map_err(|error| {
                let todo = format!("{} {}", error.todo, again(index));
                error.advise(todo)
            })
    }
}

impl Answer {
    /// Appends the answer; `None` where nothing is sent.
    fn append(
        &self,
        context: &Context,
        actor: &Actor,
        address: &Pubkey,
        question: &Question,
    ) -> Result<Option<Logged>> {
        let before: AuditLog = context.fetch(&question.audit_log)?;
        let accounts = accounts::AppendEntry {
            log: question.audit_log,
            writer: actor.from,
        };
        let payload = Question::answer_payload(address, &self.hash).to_vec();
        let data = instruction::AppendEntry {
            kind: ANSWER_KIND,
            payload,
        };
        let plan = Plan::new(vec![accounts.call(context.program(), data)]);
        let outcome = context.carry_out(&self.sending, actor, &plan)?;
        let Some(signature) = signature(&outcome) else {
            let next = "then say it again with --index, for the second transaction";
            context.out.record(&outcome.with("next", next));
            return Ok(None);
        };
        let grown = context.growth_in(&question.audit_log, &signature)?;
        let entry = grown.iter().find_map(|growth| match &growth.what {
            What::Entry(bytes) => Some((growth.old_size, bytes)),
            What::Batch(_) => None,
        });
        let (index, bytes) = entry.ok_or_else(|| unread(&signature))?;
        let (timestamp, slot) = stamp(bytes).ok_or_else(|| unread(&signature))?;
        // Where nothing else was appended in between, the path stood in the frontier.
        let proof = match index == before.size {
            true => path_of_next(&before),
            false => {
                let included = context.include(&question.audit_log, index, None);
                included.map_err(|error| error.advise(again(index)))?.proof
            }
        };
        Ok(Some(Logged {
            index,
            timestamp,
            slot,
            proof,
        }))
    }

    /// An answer that was appended before.
    fn logged(
        &self,
        context: &Context,
        address: &Pubkey,
        question: &Question,
        index: u64,
    ) -> Result<Logged> {
        let log = &question.audit_log;
        let included = context.include(log, index, self.dir.as_deref())?;
        let stamped = stamp(&included.entry).filter(|(timestamp, slot)| {
            let header = EntryHeader {
                log: *log,
                index,
                timestamp: *timestamp,
                slot: *slot,
                actor: question.operator,
                kind: ANSWER_KIND,
            };
            let payload = Question::answer_payload(address, &self.hash);
            header
                .leaf(&payload)
                .is_ok_and(|leaf| leaf == included.leaf)
        });
        let (timestamp, slot) = stamped.ok_or_else(|| {
            Error::failed(
                format!("entry {index} is not this answer to this question"),
                "Check --index and --hash; to append the answer anew, leave --index out.",
            )
        })?;
        Ok(Logged {
            index,
            timestamp,
            slot,
            proof: included.proof,
        })
    }

    fn call(
        &self,
        context: &Context,
        actor: &Actor,
        address: &Pubkey,
        question: &Question,
        logged: Logged,
    ) -> Instruction {
        let accounts = accounts::AnswerQuestion {
            question: *address,
            bond: question.bond,
            audit_log: question.audit_log,
            operator: actor.from,
        };
        let args = AnswerQuestionArgs {
            answer_hash: self.hash,
            index: logged.index,
            timestamp: logged.timestamp,
            slot: logged.slot,
            proof: logged.proof,
        };
        accounts.call(context.program(), instruction::AnswerQuestion { args })
    }
}

/// Refuses what the program would refuse in the second transaction.
fn require_answerable(question: &Question, operator: &Pubkey, now: i64) -> Result<()> {
    if question.state != Question::OPEN {
        return Err(Error::failed(
            format!("the question is {}", super::state(question)),
            "See althing question show.",
        ));
    }
    if question.operator != *operator {
        return Err(Error::failed(
            format!(
                "the log's operator answers, {}, and you are {operator}",
                question.operator
            ),
            "Use the operator's key: -k FILE.",
        ));
    }
    if now >= question.answer_by {
        return Err(Error::failed(
            format!(
                "the time to answer ended at {}",
                format_time(question.answer_by)
            ),
            "The missing answer can only be reported now: althing question report.",
        ));
    }
    Ok(())
}

/// The transaction that was sent; none in a dry run and an export.
fn signature(outcome: &Record) -> Option<String> {
    match outcome.get("signatures")? {
        Cell::List(all) => match all.first()? {
            Cell::Text(signature) => Some(signature.clone()),
            _ => None,
        },
        _ => None,
    }
}

/// An entry's time and slot, from its bytes.
fn stamp(bytes: &[u8]) -> Option<(i64, u64)> {
    const TIMESTAMP: usize = 48;
    const SLOT: usize = 56;
    let time = bytes
        .get(TIMESTAMP..TIMESTAMP.checked_add(8)?)?
        .try_into()
        .ok()?;
    let slot = bytes.get(SLOT..SLOT.checked_add(8)?)?.try_into().ok()?;
    Some((i64::from_le_bytes(time), u64::from_le_bytes(slot)))
}

fn again(index: u64) -> String {
    format!("The answer is in the log as entry {index}: say it again with --index {index}.")
}

fn unread(signature: &str) -> Error {
    Error::failed(
        format!("the answer is in the log by transaction {signature}, which cannot be read"),
        "Say it again with --index (althing log entries shows it).",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytemuck::Zeroable;

    #[test]
    fn nothing_is_appended_that_could_not_become_an_answer() {
        let operator = Pubkey::new_from_array([1; 32]);
        let mut question = Question::zeroed();
        (question.operator, question.answer_by) = (operator, 100);
        assert_eq!(require_answerable(&question, &operator, 99), Ok(()));
        let refused = |question: &Question, by: &Pubkey, now: i64, part: &str| {
            let why = require_answerable(question, by, now).unwrap_err().what;
            assert!(why.contains(part), "{why}");
        };
        refused(&question, &operator, 100, "ended at 1970-01-01T00:01:40Z");
        refused(
            &question,
            &Pubkey::default(),
            99,
            "the log's operator answers",
        );
        question.state = Question::ANSWERED;
        refused(&question, &operator, 99, "is answered");
    }

    #[test]
    fn time_and_slot_stand_where_the_header_has_them() {
        let header = EntryHeader {
            log: Pubkey::default(),
            index: 1,
            timestamp: -5,
            slot: 7,
            actor: Pubkey::default(),
            kind: ANSWER_KIND,
        };
        assert_eq!(stamp(&header.encode(0).unwrap()), Some((-5, 7)));
        assert_eq!(stamp(&[0; 60]), None);
    }
}
