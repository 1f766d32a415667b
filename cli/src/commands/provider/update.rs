//! `althing provider update`.

use althing::{accounts, instruction};
use clap::Args;

use super::offer::Options;
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::send::{Plan, Sending};

/// Change what your provider says of itself; what is not given stays
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing provider update --count 16 --price 2")]
pub struct Update {
    #[command(flatten)]
    pub offer: Options,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Update {
    fn run(self, context: &Context) -> Result<()> {
        if self.offer.is_empty() {
            return Err(Error::usage(
                "nothing to update",
                "Give at least one of --endpoint, --region, --accelerator, --count and --price.",
            ));
        }
        let actor = self.sending.actor(context)?;
        let (address, provider) = context.provider(&actor.from.to_string())?;
        let org = context.org_at(&provider.dao)?;
        let offer = self.offer.offer(&org.mint, Some(&provider))?;
        let accounts = accounts::UpdateProvider {
            provider: address,
            operator: actor.from,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::UpdateProvider { offer })
        ]);
        let told = record! { "provider" => address };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
