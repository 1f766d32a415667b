//! `althing question close-rules`.

use althing::{accounts, instruction, AppealRules};
use anchor_lang::prelude::Pubkey;
use clap::Args;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::send::{Plan, Sending};

/// Close the terms for questions about a log whose bond is closed; the rent returns to whoever paid it
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing question close-rules 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin"
)]
pub struct CloseRules {
    /// The terms' address, as althing question rules told it
    #[arg(value_parser = input::address)]
    pub rules: Pubkey,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for CloseRules {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let rules: AppealRules = context.fetch(&self.rules)?;
        let accounts = accounts::CloseAppealRules {
            rules: self.rules,
            bond: rules.bond,
            payer: rules.payer,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::CloseAppealRules {})
        ]);
        let told = record! { "rules" => self.rules, "rentTo" => rules.payer };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
