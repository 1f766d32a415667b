//! `althing question open`.

use althing::{accounts, instruction, AppealRules, OpenQuestionArgs};
use anchor_lang::{prelude::Pubkey, system_program};
use clap::Args;

use super::rules::none;
use crate::chain::Call;
use crate::commands::{bond, Run};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input::{self, bytes::to_hex, decimal::format_units, format_time};
use crate::output::Cell;
use crate::send::{Plan, Sending};

/// Question an entry of a bonded log, with a deposit
///
/// Only a hash goes on the chain: put a random salt into the question's text, and give both to the operator by another way. The
/// deposit comes back, whatever the answer, unless you appeal and the chamber rejects it.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing question open 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin 41 --hash file:question.txt --yes\n  \
                  althing question open 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin 41 --hash file:question.txt --dir https://example.org/log --yes"
)]
pub struct Open {
    /// The log: its address, or that of its subject
    pub log: String,
    /// The entry's index, from 0
    pub index: u64,
    /// SHA-256 of the salted question: 64 hex digits, or file:PATH to hash a file
    #[arg(long, value_name = "DIGEST", value_parser = input::digest)]
    pub hash: [u8; 32],
    /// The log's folder, or the URL at which its tiles are served [default: its transactions]
    #[arg(long, value_name = "DIR_OR_URL")]
    pub dir: Option<String>,
    /// The token account to take the deposit from [default: your associated one]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub token_account: Option<Pubkey>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Open {
    fn run(self, context: &Context) -> Result<()> {
        let (bond, found) = bond::find(context, &self.log)?;
        let actor = self.sending.actor_in(context, &found.dao)?;
        let org = context.org_at(&found.dao)?;
        let rules = context.at().appeal_rules(&found.dao, &bond);
        let set: AppealRules = context.fetch_if(&rules)?.ok_or_else(none)?;
        let terms = set.in_force(org.clock.now).map_err(|_| {
            Error::failed(
                format!(
                    "the terms come into force at {}",
                    format_time(set.effective_at)
                ),
                "Ask then.",
            )
        })?;
        let deposit = terms.deposit(found.open_questions).ok_or_else(|| {
            Error::failed(
                "the deposit does not fit an amount",
                "Ask when fewer questions are open.",
            )
        })?;
        let (from, _) = context.token_account(&org.mint, &actor.from, self.token_account)?;
        let log = found.audit_log;
        let included = context.include(&log, self.index, self.dir.as_deref())?;
        let question = context.at().question(&log, self.index, &actor.from);
        let accounts = accounts::OpenQuestion {
            dao: found.dao,
            rules,
            bond,
            audit_log: log,
            question,
            vault: context.at().vault(&question),
            from,
            mint: org.mint.address,
            questioner: actor.from,
            payer: actor.payer,
            token_program: org.mint.program,
            system_program: system_program::ID,
        };
        let args = OpenQuestionArgs {
            index: self.index,
            leaf: included.leaf,
            question_hash: self.hash,
            max_deposit: deposit,
            proof: included.proof,
        };
        let ask = format!(
            "Question entry {} with a deposit of {} tokens?",
            self.index,
            format_units(deposit, org.mint.decimals)
        );
        let answer_by = org.clock.now.saturating_add(terms.answer_period);
        let told = record! {
            "question" => question,
            "leaf" => to_hex(&included.leaf),
            "deposit" => org.mint.amount(deposit),
            "answerByAbout" => Cell::Time(answer_by),
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::OpenQuestion { args })
        ]);
        context.send(&self.sending, &actor, plan.ask(ask).tell(told))
    }
}
