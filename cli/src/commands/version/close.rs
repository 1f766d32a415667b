//! `althing version close`.

use althing::{accounts, instruction, DigestIndex};
use anchor_lang::solana_program::instruction::AccountMeta;
use clap::Args;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Close a revoked version, or as the maintainer a draft
///
/// The rent returns to whoever paid it. Refused while versions that were made from it are open.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing version close tutor@1 --yes")]
pub struct Close {
    /// The version: MODEL@NUMBER or address
    pub version: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Close {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, version) = context.version(&self.version)?;
        let index = context
            .at()
            .digest_index(&version.dao, &version.weights_digest);
        let accounts = accounts::CloseVersion {
            model: version.model,
            model_version: address,
            digest_index: index,
            index_payer: context.fetch::<DigestIndex>(&index)?.payer,
            closer: actor.from,
            payer: version.payer,
        };
        let question = format!("Close version {} for ever?", version.number);
        let linked = version.parents().iter().chain(version.artifacts());
        let close = accounts.call_with(
            context.program(),
            instruction::CloseVersion {},
            linked
                .map(|parent| AccountMeta::new(*parent, false))
                .collect(),
        );
        let plan = Plan::new(vec![close]);
        let told = record! { "version" => address, "rentTo" => version.payer };
        context.send(&self.sending, &actor, plan.ask(question).tell(told))
    }
}
