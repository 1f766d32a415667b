//! `althing version promote`.

use althing::{accounts, instruction, Model};
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::AccountMeta;
use clap::Args;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Put a version into production, for the first time or again, by vote
///
/// Its conditions are checked when the vote is carried out: enough evaluators passed it, and what it was made from is not
/// revoked. What it consists of must be what was proposed: its parents, artifacts and model card. The version in production until
/// then becomes deprecated.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing version promote tutor@2 --propose 'Release tutor 2'\n  althing version promote tutor@2 --dry-run"
)]
pub struct Promote {
    /// The version: MODEL@NUMBER or address
    pub version: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Promote {
    fn run(self, context: &Context) -> Result<()> {
        let (address, version) = context.version(&self.version)?;
        let model: Model = context.fetch(&version.model)?;
        let actor = self.sending.authority(context, &model.dao)?;
        let some = |key: Pubkey| (key != Pubkey::default()).then_some(key);
        let accounts = accounts::PromoteVersion {
            dao: model.dao,
            authority: actor.from,
            model: version.model,
            model_version: address,
            previous: some(model.production_version),
            history: context.at().history(&version.model),
            log: model.log,
        };
        let parents = version.parents().iter().chain(version.artifacts());
        let promote = accounts.call_with(
            context.program(),
            instruction::PromoteVersion {
                metadata_hash: version.metadata_hash,
            },
            parents
                .map(|parent| AccountMeta::new_readonly(*parent, false))
                .collect(),
        );
        let plan = Plan::new(vec![promote]);
        let told = record! {
            "production" => address,
            "number" => version.number,
            "inPlaceOf" => (model.production > 0).then_some(model.production),
        };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
