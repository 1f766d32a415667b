//! `althing question accept`.

use althing::{accounts, instruction};
use anchor_lang::prelude::Pubkey;
use clap::Args;

use super::find;
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::send::{Plan, Sending};

/// Accept the answer to your question; the deposit comes back. Anybody may once an appeal comes too late
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing question accept 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin --yes"
)]
pub struct Accept {
    /// The question: address, LOG/INDEX or LOG/INDEX/QUESTIONER
    pub question: String,
    /// The questioner's token account [default: the associated one]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub token_account: Option<Pubkey>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Accept {
    fn run(self, context: &Context) -> Result<()> {
        let (address, question) = find(context, &self.question)?;
        let actor = self.sending.actor_in(context, &question.dao)?;
        let org = context.org_at(&question.dao)?;
        let (to, _) = context.token_account(&org.mint, &question.questioner, self.token_account)?;
        let accounts = accounts::AcceptAnswer {
            dao: question.dao,
            question: address,
            bond: question.bond,
            vault: question.vault,
            to,
            mint: question.mint,
            log: org.dao.log,
            caller: actor.from,
            token_program: org.mint.program,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::AcceptAnswer {})
        ]);
        let told = record! { "question" => address, "deposit" => org.mint.amount(question.deposit), "to" => to };
        let plan = match org.clock.now < question.appeal_by {
            true => plan.ask("Accept the answer? There is no appeal then."),
            // It is too late for an appeal: nothing is given up.
            false => plan,
        };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
