//! `althing revenue create`.

use althing::{accounts, instruction, Dao};
use anchor_lang::system_program;
use clap::Args;

use super::Which;
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Make the pool of what a version earns in a token; anybody may
///
/// Everything is the treasury's until a vote sets the shares. Whoever made the pool can close it until then.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing revenue create tutor@2\n  althing revenue create tutor@2 --mint 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin"
)]
pub struct Create {
    #[command(flatten)]
    pub which: Which,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Create {
    fn run(self, context: &Context) -> Result<()> {
        let (model_version, version, mint, revenue_pool) = self.which.plan(context)?;
        let actor = self.sending.actor_in(context, &version.dao)?;
        let dao: Dao = context.fetch(&version.dao)?;
        let accounts = accounts::CreateRevenuePool {
            dao: version.dao,
            model_version,
            revenue_pool,
            vault: context.at().vault(&revenue_pool),
            mint: mint.address,
            log: dao.log,
            payer: actor.payer,
            token_program: mint.program,
            system_program: system_program::ID,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::CreateRevenuePool {})
        ]);
        let told = record! { "pool" => revenue_pool, "mint" => mint.address };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
