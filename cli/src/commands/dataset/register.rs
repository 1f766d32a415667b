//! `althing dataset register`.

use althing::{accounts, instruction, RegisterDatasetArgs};
use anchor_lang::{prelude::Pubkey, system_program};
use clap::Args;

use crate::chain::Call;
use crate::commands::{model::metadata::Metadata, Run};
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::send::{Plan, Sending};

/// Register data that you answer for; you become its owner, who grants its use
///
/// A digest proves nothing about whom the data belongs to: the organisation judges that when it promotes what was made from
/// it. An organisation knows a digest once. With --propose the organisation is the owner.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing dataset register file:corpus.tar --metadata https://example.org/corpus.md --metadata-hash file:corpus.md\n  \
                  althing dataset register 0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a0a --paid-in 4zMMC9srt5Ri5X14GAgXhaHii3GnPAEERYPJgZJDncDU"
)]
pub struct Register {
    /// SHA-256 of the data, or the root of a Merkle tree over it: 64 hex digits, or file:PATH to hash a file
    #[arg(value_name = "DIGEST", value_parser = input::digest)]
    pub digest: [u8; 32],
    /// The token in which its prices are paid [default: none, all grants are free]
    #[arg(long, value_name = "MINT", value_parser = input::address)]
    pub paid_in: Option<Pubkey>,
    #[command(flatten)]
    pub metadata: Metadata,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Register {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let org = context.org()?;
        let mint = self.paid_in.map(|mint| context.mint(&mint)).transpose()?;
        let dataset = context.at().dataset(&org.address, &self.digest);
        let accounts = accounts::RegisterDataset {
            dao: org.address,
            dataset,
            mint: mint.map(|mint| mint.address),
            log: org.dao.log,
            owner: actor.from,
            payer: actor.payer,
            system_program: system_program::ID,
        };
        let (uri, metadata_hash) = self.metadata.parts();
        let args = RegisterDatasetArgs {
            digest: self.digest,
            uri,
            metadata_hash,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::RegisterDataset { args })
        ]);
        let told = record! { "dataset" => dataset, "owner" => actor.from };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
