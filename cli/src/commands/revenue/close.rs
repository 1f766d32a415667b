//! `althing revenue close`.

use althing::{accounts, instruction, Dao};
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::AccountMeta;
use clap::Args;

use super::Which;
use crate::chain::{token::TokenAccount, Call};
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::send::{Plan, Sending};

/// Close a pool in which nothing is due; its rent returns to whoever paid it, what is left to the treasury
///
/// Whoever paid for it may while no vote has set its shares, anybody once its version is closed, else the organisation by
/// vote. Pools of versions made from this one are closed before.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing revenue close tutor@2\n  althing revenue close tutor@2 --propose 'Tutor 2 earns no more'"
)]
pub struct Close {
    #[command(flatten)]
    pub which: Which,
    /// The organisation's token account for what is left [default: its associated one]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub treasury: Option<Pubkey>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Close {
    fn run(self, context: &Context) -> Result<()> {
        let (address, pool, mint) = self.which.find(context)?;
        let actor = self.sending.actor_in(context, &pool.dao)?;
        let dao: Dao = context.fetch(&pool.dao)?;
        let vault = context.rpc.account(&pool.vault)?;
        let left = vault.as_ref().and_then(TokenAccount::read);
        // By the time of a vote more may be left: a share that was paid leaves less than a base unit.
        let needed = left.is_some_and(|vault| vault.amount > 0) || self.sending.is_proposed();
        let treasury = match needed || self.treasury.is_some() {
            true => Some(
                context
                    .token_account(&mint, &dao.authority, self.treasury)?
                    .0,
            ),
            false => None,
        };
        let accounts = accounts::CloseRevenuePool {
            dao: pool.dao,
            revenue_pool: address,
            model_version: pool.model_version,
            vault: pool.vault,
            treasury,
            mint: mint.address,
            log: dao.log,
            caller: actor.from,
            payer: pool.payer,
            token_program: mint.program,
        };
        let parents = pool.parents().iter();
        let close = accounts.call_with(
            context.program(),
            instruction::CloseRevenuePool {},
            parents
                .map(|parent| AccountMeta::new(*parent, false))
                .collect(),
        );
        let told = record! { "pool" => address, "rentTo" => pool.payer };
        context.send(&self.sending, &actor, Plan::new(vec![close]).tell(told))
    }
}
