//! `althing version promote`.

use althing::{accounts, instruction, Model, ModelVersion};
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::AccountMeta;
use clap::Args;

use crate::chain::{Call, DataUse};
use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::send::{Plan, Sending};

/// Put a version into production, for the first time or again, by vote
///
/// Its conditions are checked when the vote is carried out: enough evaluators passed it, what it was made from is not
/// revoked, the owners of its data consent, and it consists of what was proposed: its parents, datasets, artifacts and model
/// card. The version in production until then becomes deprecated. Consent that is missing now is named before anything is
/// proposed (--skip-simulation proposes it all the same).
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
        let uses = context.data_uses(&version)?;
        if !self.sending.skip_simulation {
            require_granted(&uses, context.rpc.clock()?.now)?;
        }
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
        let data = instruction::PromoteVersion {
            metadata_hash: version.metadata_hash,
        };
        let promote = accounts.call_with(context.program(), data, further(&version, &uses));
        let plan = Plan::new(vec![promote]);
        let told = record! {
            "production" => address,
            "number" => version.number,
            "inPlaceOf" => (model.production > 0).then_some(model.production),
        };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}

/// The parents in order, then the grants of the datasets in order, then code and evaluation suite.
fn further(version: &ModelVersion, uses: &[DataUse]) -> Vec<AccountMeta> {
    let parents = version.parents().iter().copied();
    let grants = uses.iter().map(|one| one.address);
    parents
        .chain(grants)
        .chain(version.artifacts().copied())
        .map(|account| AccountMeta::new_readonly(account, false))
        .collect()
}

/// Refuses a promotion that would fail for want of consent, naming every use of data and what it needs.
fn require_granted(uses: &[DataUse], now: i64) -> Result<()> {
    let missing = uses.iter().filter_map(|one| Some((one, one.problem(now)?)));
    let (what, todo): (Vec<String>, Vec<String>) = missing
        .map(|(one, problem)| {
            (
                format!("{}: {}", one.name(), problem.name()),
                format!("for {}: {}", one.name(), one.advice(problem)),
            )
        })
        .unzip();
    if what.is_empty() {
        return Ok(());
    }
    Err(Error::failed(
        format!(
            "consent is missing to {} of {} uses of data: {}",
            what.len(),
            uses.len(),
            what.join("; ")
        ),
        format!("Needed {}.", todo.join("; ")),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::consents::tests::used;
    use althing::Grant;
    use bytemuck::Zeroable;

    #[test]
    fn parents_come_before_grants_and_those_before_artifacts() {
        let [parent, code, suite] = [9, 8, 7].map(|byte| Pubkey::new_from_array([byte; 32]));
        let mut version = ModelVersion::zeroed();
        version.add_parent(parent).unwrap();
        (version.code, version.evaluation) = (code, suite);
        let found = further(&version, &[used(None)]);
        let expected = [parent, used(None).address, code, suite];
        assert_eq!(
            found,
            expected.map(|one| AccountMeta::new_readonly(one, false))
        );
    }

    #[test]
    fn every_use_without_consent_is_named_with_what_it_needs() {
        let good = used(Some((Grant::ACTIVE, 50, 0)));
        assert_eq!(require_granted(&[], 100), Ok(()));
        assert_eq!(require_granted(&[good, good], 100), Ok(()));
        let expired = used(Some((Grant::ACTIVE, 50, 100)));
        let refused = require_granted(&[used(None), good, expired], 100).unwrap_err();
        assert_eq!(refused.exit, crate::Exit::Failed);
        for part in ["2 of 3 uses", "GrantMissing", "GrantExpired"] {
            assert!(refused.what.contains(part), "{}", refused.what);
        }
        for part in ["althing grant offer", "althing grant close"] {
            assert!(refused.todo.contains(part), "{}", refused.todo);
        }
    }
}
