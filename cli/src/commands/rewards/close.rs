//! `althing rewards close`.

use althing::{accounts, instruction, Dao};
use anchor_lang::prelude::Pubkey;
use clap::Args;

use super::find;
use crate::chain::{token::TokenAccount, Call};
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::send::{Plan, Sending};

/// Close a reward pool that has flowed out and that nobody has a part in; its rent returns to whoever paid it
///
/// Anybody may; with --propose the organisation closes one without positions earlier. What is left goes to its treasury.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing rewards close 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q"
)]
pub struct Close {
    /// The pool: its address, or that of its provider or operator
    pub pool: String,
    /// The organisation's token account for what is left [default: its associated one]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub treasury: Option<Pubkey>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Close {
    fn run(self, context: &Context) -> Result<()> {
        let (address, pool) = find(context, &self.pool)?;
        let actor = self.sending.actor_in(context, &pool.dao)?;
        let dao: Dao = context.fetch(&pool.dao)?;
        let mint = context.mint(&pool.mint)?;
        let vault = context.rpc.account(&pool.vault)?;
        let left = vault.as_ref().and_then(TokenAccount::read);
        let treasury = match left.map_or(0, |vault| vault.amount) {
            0 => None,
            _ => {
                let owner = &dao.authority;
                Some(context.token_account(&mint, owner, self.treasury)?.0)
            }
        };
        let accounts = accounts::CloseRewardPool {
            dao: pool.dao,
            reward_pool: address,
            vault: pool.vault,
            treasury,
            mint: mint.address,
            caller: actor.from,
            payer: pool.payer,
            token_program: mint.program,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::CloseRewardPool {})
        ]);
        let told = record! { "pool" => address, "rentTo" => pool.payer };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
