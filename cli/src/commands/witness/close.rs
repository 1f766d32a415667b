//! `althing witness close`.

use althing::{accounts, instruction};
use clap::Args;

use super::witnesses;
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Have no witnesses any more, by vote, once they watch no log
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing witness close --propose 'No witnesses any more'")]
pub struct Close {
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Close {
    fn run(self, context: &Context) -> Result<()> {
        let org = context.org()?;
        let (witness_set, found) = witnesses(context, &org.address)?;
        let actor = self.sending.authority(context, &org.address)?;
        let accounts = accounts::CloseWitnessSet {
            dao: org.address,
            authority: actor.from,
            witness_set,
            log: org.dao.log,
            payer: found.payer,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::CloseWitnessSet {})
        ]);
        let told = record! { "witnessSet" => witness_set, "rentTo" => found.payer };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
