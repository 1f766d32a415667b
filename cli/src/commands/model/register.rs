//! `althing model register`.

use althing::{accounts, instruction, RegisterModelArgs};
use anchor_lang::system_program;
use clap::Args;

use super::metadata::Metadata;
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input::bytes::sha256;
use crate::send::{Plan, Sending};

/// Register a model; you become its maintainer
///
/// Needs as much weight as a proposal. The name is used for ever: it stays taken after the model is closed.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing model register tutor --metadata https://example.org/tutor.md --metadata-hash 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 --yes"
)]
pub struct Register {
    /// Its name, 1 to 64 bytes; unique in the organisation for ever
    pub name: String,
    #[command(flatten)]
    pub metadata: Metadata,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Register {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (at, org) = (context.at(), context.org()?);
        let model = at.model(&org.address, &self.name);
        let accounts = accounts::RegisterModel {
            dao: org.address,
            chamber: org.chamber_address,
            seat: at.seat(&org.chamber_address, &actor.from),
            model,
            log: at.log(&model),
            history: at.history(&model),
            dao_log: org.dao.log,
            maintainer: actor.from,
            payer: actor.payer,
            system_program: system_program::ID,
        };
        let question = format!(
            "Register {:?}? The name cannot be used for another model ever again.",
            self.name
        );
        let (metadata_uri, metadata_hash) = self.metadata.parts();
        let args = RegisterModelArgs {
            name_hash: sha256(self.name.as_bytes()),
            name: self.name,
            metadata_uri,
            metadata_hash,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::RegisterModel { args })
        ]);
        let told = record! { "model" => model, "log" => accounts.log, "maintainer" => actor.from };
        context.send(&self.sending, &actor, plan.ask(question).tell(told))
    }
}
