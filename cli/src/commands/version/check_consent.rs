//! `althing version check-consent`.

use althing::{accounts, instruction, Model, ModelVersion};
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use clap::Args;

use crate::chain::{Call, DataUse};
use crate::commands::{grant::purpose, Run};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::output::Record;
use crate::send::{Actor, Plan, Sending};

/// Write down that a version in production has lost the consent to use a dataset, or has it again; anybody may
///
/// The finding is kept with the version and in the model's log. It takes nothing out of production: that is for a vote
/// (althing version deprecate, or revoke).
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing version check-consent tutor@3")]
pub struct CheckConsent {
    /// The version: MODEL@NUMBER or address
    pub version: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for CheckConsent {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, version) = context.version(&self.version)?;
        let now = context.rpc.clock()?.now;
        let news = news(context.data_uses(&version)?, version.consent_lost, now);
        if news.is_empty() {
            return Err(Error::failed(
                "of every dataset, consent is as it was last written down",
                "Nothing is to be done; althing version show tells what is known.",
            ));
        }
        let model: Model = context.fetch(&version.model)?;
        let calls = news
            .iter()
            .map(|one| call(context, &actor, &address, &version, &model, one));
        let plan = Plan::new(calls.collect());
        let found: Vec<Record> = news.iter().map(|one| finding(one, now)).collect();
        let told = record! { "version" => address, "found" => found };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}

fn call(
    context: &Context,
    actor: &Actor,
    address: &Pubkey,
    version: &ModelVersion,
    model: &Model,
    one: &DataUse,
) -> Instruction {
    let accounts = accounts::CheckConsent {
        model: version.model,
        model_version: *address,
        grant: one.address,
        log: model.log,
        caller: actor.from,
    };
    let place = one.place;
    accounts.call(context.program(), instruction::CheckConsent { place })
}

fn finding(one: &DataUse, now: i64) -> Record {
    let problem = one.problem(now);
    record! {
        "dataset" => one.dataset,
        "purpose" => purpose(one.purpose),
        "consent" => if problem.is_none() { "restored" } else { "lost" },
        "why" => problem.map(|problem| problem.to_string()),
    }
}

/// The uses of which something else holds now than `lost` says, which has one bit for each.
fn news(uses: Vec<DataUse>, lost: u8, now: i64) -> Vec<DataUse> {
    let changed = |one: &DataUse| one.problem(now).is_some() != (lost >> one.place & 1 == 1);
    uses.into_iter().filter(changed).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::chain::consents::tests::used;
    use althing::Grant;

    #[test]
    fn only_what_changed_is_written_down() {
        let (good, bad) = (used(Some((Grant::ACTIVE, 0, 0))), used(None));
        let at = |place: u8, one: DataUse| DataUse { place, ..one };
        let uses = || vec![good, at(1, bad), at(2, good), at(7, bad)];
        let places = |lost: u8| -> Vec<u8> {
            let found = news(uses(), lost, 100);
            found.iter().map(|one| one.place).collect()
        };
        assert!(places(0b1000_0010).is_empty());
        assert_eq!(places(0), [1, 7]);
        assert_eq!(places(0b1000_0111), [0, 2]);
        assert_eq!(places(0b0000_0101), [0, 1, 2, 7]);
    }
}
