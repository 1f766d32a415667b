//! `althing question close`.

use althing::{accounts, instruction, AppealBallot};
use anchor_lang::prelude::Pubkey;
use clap::Args;

use super::find;
use crate::chain::{stored::offset, token::TokenAccount, Call};
use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input;
use crate::rpc::Memcmp;
use crate::send::{pack, Plan, Sending};

/// Close a settled question with the ballots of its appeal; all rent returns to whoever paid it
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing question close 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin"
)]
pub struct Close {
    /// The question: address, LOG/INDEX or LOG/INDEX/QUESTIONER
    pub question: String,
    /// The organisation's token account for what is left in the vault [default: its associated one]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub treasury: Option<Pubkey>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Close {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, question) = find(context, &self.question)?;
        let org = context.org_at(&question.dao)?;
        if !question.is_settled() {
            return Err(Error::failed(
                format!("the question is {}", super::state(&question)),
                format!("Next: {}.", super::next(&address, &question, org.clock.now)),
            ));
        }
        let ballots =
            context.list::<AppealBallot>(&[Memcmp::key(offset::BALLOT_QUESTION, &address)])?;
        let mut calls: Vec<_> = ballots
            .iter()
            .map(|(ballot, record)| {
                let accounts = accounts::CloseBallot {
                    question: address,
                    ballot: *ballot,
                    payer: record.payer,
                };
                accounts.call(context.program(), instruction::CloseBallot {})
            })
            .collect();
        let vault = context.rpc.account(&question.vault)?;
        let left = vault.as_ref().and_then(TokenAccount::read);
        let treasury = match left.map_or(0, |vault| vault.amount) {
            0 => None,
            _ => {
                let owner = &org.dao.authority;
                Some(context.token_account(&org.mint, owner, self.treasury)?.0)
            }
        };
        let accounts = accounts::CloseQuestion {
            dao: question.dao,
            question: address,
            vault: question.vault,
            treasury,
            mint: question.mint,
            payer: question.payer,
            token_program: org.mint.program,
        };
        calls.push(accounts.call(context.program(), instruction::CloseQuestion {}));
        let plan = Plan {
            steps: pack(&actor.fees, calls),
            resume: "say it again to go on.".into(),
            ..Plan::default()
        };
        let told = record! { "question" => address, "ballots" => ballots.len(), "rentTo" => question.payer };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
