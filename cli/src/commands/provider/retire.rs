//! `althing provider retire`.

use althing::{accounts, instruction, Dao};
use clap::Args;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Take your provider out of service for good; it takes no new stake, and what is staked can leave
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing provider retire --yes")]
pub struct Retire {
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Retire {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, provider) = context.provider(&actor.from.to_string())?;
        let dao: Dao = context.fetch(&provider.dao)?;
        let accounts = accounts::RetireProvider {
            dao: provider.dao,
            provider: address,
            log: dao.log,
            operator: actor.from,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::RetireProvider {})
        ]);
        let told = record! { "provider" => address, "status" => "retired" };
        let question = "Retire your provider for good?";
        context.send(&self.sending, &actor, plan.ask(question).tell(told))
    }
}
