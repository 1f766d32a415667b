//! `althing log create`.

use althing::{accounts, instruction};
use anchor_lang::{prelude::Pubkey, system_program};
use clap::Args;
use solana_signer::Signer;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::{read_key, Context};
use crate::error::Result;
use crate::input;
use crate::send::{Plan, Sending};

/// Create a log of your own
///
/// Its address follows from its subject, a key that signs: yours, or a fresh one where you want several. A subject has one
/// log, for ever, and its writer never changes.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing log create --subject decisions.json --writer 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q --yes"
)]
pub struct Create {
    /// Key file of what the log is about [default: your key]
    #[arg(long, value_name = "FILE")]
    pub subject: Option<String>,
    /// Who may append [default: you]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub writer: Option<Pubkey>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Create {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let key = self.subject.as_deref().map(read_key).transpose()?;
        let subject = key.as_ref().map_or(actor.from, Signer::pubkey);
        let writer = self.writer.unwrap_or(actor.from);
        let accounts = accounts::CreateLog {
            log: context.at().log(&subject),
            subject,
            payer: actor.payer,
            system_program: system_program::ID,
        };
        let question =
            format!("Create the one log of {subject}, with {writer} as its writer for ever?");
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::CreateLog { writer })
        ])
        .ask(question);
        let plan =
            plan.tell(record! { "log" => accounts.log, "subject" => subject, "writer" => writer });
        let plan = match key {
            Some(key) => plan.sign(key),
            None => plan,
        };
        context.send(&self.sending, &actor, plan)
    }
}
