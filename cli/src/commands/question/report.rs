//! `althing question report`.

use althing::instruction;
use clap::Args;

use super::find;
use super::settle::{self, PaidTo};
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Report that a question was not answered in time: the bond loses the penalty, the deposit returns; anybody may
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing question report 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin"
)]
pub struct Report {
    /// The question: address, LOG/INDEX or LOG/INDEX/QUESTIONER
    pub question: String,
    #[command(flatten)]
    pub paid_to: PaidTo,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Report {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, question) = find(context, &self.question)?;
        let org = context.org_at(&question.dao)?;
        let accounts = settle::accounts(context, &org, &address, &question, &self.paid_to)?;
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::ReportUnanswered {})
        ]);
        let told = record! {
            "question" => address,
            "penalty" => org.mint.amount(question.unanswered_penalty),
            "deposit" => org.mint.amount(question.deposit),
        };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
