//! `althing artifact register`.

use althing::{accounts, instruction, RegisterArtifactArgs};
use anchor_lang::system_program;
use clap::Args;

use super::Kind;
use crate::chain::Call;
use crate::commands::{model::metadata::Metadata, Run};
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::send::{Plan, Sending};

/// Register code or an evaluation suite, so that versions of the organisation can link it
///
/// For maintainers of a model. An organisation knows each digest once for each kind; any maintainer may link it, and its
/// description stays as it is. Link it with althing version link-artifact.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing artifact register code file:training.tar --model tutor --metadata https://example.org/training.tar --metadata-hash file:training.tar\n  \
                  althing artifact register evaluation 0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a --model tutor"
)]
pub struct Register {
    /// What it is
    #[arg(value_enum)]
    pub kind: Kind,
    /// SHA-256 of the artifact: 64 hex digits, or file:PATH to hash a file
    #[arg(value_name = "DIGEST", value_parser = input::digest)]
    pub digest: [u8; 32],
    /// A model of the organisation that you maintain: name or address
    #[arg(long)]
    pub model: String,
    #[command(flatten)]
    pub metadata: Metadata,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Register {
    fn run(self, context: &Context) -> Result<()> {
        let (address, model) = context.model(&self.model)?;
        let actor = self.sending.actor_in(context, &model.dao)?;
        let kind = self.kind.byte();
        let artifact = context.at().artifact(&model.dao, kind, &self.digest);
        let accounts = accounts::RegisterArtifact {
            dao: model.dao,
            model: address,
            artifact,
            owner: actor.from,
            payer: actor.payer,
            system_program: system_program::ID,
        };
        let (metadata_uri, metadata_hash) = self.metadata.parts();
        let args = RegisterArtifactArgs {
            kind,
            digest: self.digest,
            metadata_uri,
            metadata_hash,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::RegisterArtifact { args })
        ]);
        let told =
            record! { "artifact" => artifact, "kind" => super::kind(kind), "owner" => actor.from };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
