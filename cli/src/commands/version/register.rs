//! `althing version register`.

use althing::{accounts, instruction, RegisterVersionArgs};
use anchor_lang::system_program;
use clap::Args;

use crate::chain::Call;
use crate::commands::{model::metadata::Metadata, Run};
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::send::{Plan, Sending};

/// Register a model's next version as a draft, as its maintainer
///
/// Root and statement hash of its files are what `althing model digest PATH` (or `model sign`) prints: by them anybody finds out
/// that files are this version (althing verify model). Digests never change afterwards; they are 64 hex digits, or file:PATH to
/// hash a file.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing model digest ./tutor --brief\n  althing version register tutor --weights 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 \
                  --manifest 2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae --parent tutor@1"
)]
pub struct Register {
    /// The model: name or address
    pub model: String,
    /// Root of the files, as OpenSSF model signing has it: SHA-256 of their concatenated SHA-256 digests, in order
    #[arg(long, value_name = "DIGEST", value_parser = input::digest)]
    pub weights: [u8; 32],
    /// Statement hash: SHA-256 of the in-toto statement, which names every file of the release
    #[arg(long, value_name = "DIGEST", value_parser = input::digest)]
    pub manifest: [u8; 32],
    /// Digest of the code that trained or runs it, where it is published
    #[arg(long, value_name = "DIGEST", value_parser = input::digest)]
    pub code: Option<[u8; 32]>,
    /// Merkle root over the training data, where it is published
    #[arg(long, value_name = "DIGEST", value_parser = input::digest)]
    pub dataset_root: Option<[u8; 32]>,
    /// A version that it was made from: MODEL@NUMBER or address; up to 4 times, for a merge
    #[arg(long, value_name = "VERSION")]
    pub parent: Vec<String>,
    #[command(flatten)]
    pub metadata: Metadata,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Register {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, model) = context.model(&self.model)?;
        let number = model.version_count.saturating_add(1);
        let accounts = accounts::RegisterVersion {
            model: address,
            model_version: context.at().version(&address, number),
            digest_index: context.at().digest_index(&model.dao, &self.weights),
            history: context.at().history(&address),
            log: model.log,
            maintainer: actor.from,
            payer: actor.payer,
            system_program: system_program::ID,
        };
        let (metadata_uri, metadata_hash) = self.metadata.parts();
        let args = RegisterVersionArgs {
            number,
            weights_digest: self.weights,
            manifest_digest: self.manifest,
            code_digest: self.code.unwrap_or_default(),
            dataset_root: self.dataset_root.unwrap_or_default(),
            metadata_uri,
            metadata_hash,
        };
        let register = accounts.call(context.program(), instruction::RegisterVersion { args });
        let mut instructions = context.room_in_history(&address, &actor.payer)?;
        instructions.push(register);
        for parent in &self.parent {
            let link = accounts::LinkParent {
                dao: model.dao,
                model: address,
                model_version: accounts.model_version,
                parent: context.version(parent)?.0,
                log: model.log,
                maintainer: actor.from,
            };
            instructions.push(link.call(context.program(), instruction::LinkParent {}));
        }
        let plan = Plan::new(instructions);
        let told = record! { "version" => accounts.model_version, "number" => number };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
