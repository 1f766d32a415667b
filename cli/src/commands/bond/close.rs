//! `althing bond close`.

use althing::{accounts, instruction};
use anchor_lang::prelude::Pubkey;
use clap::Args;

use super::find;
use crate::chain::{token::TokenAccount, Call};
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::send::{Plan, Sending};

/// Close an empty bond; its rent returns to whoever paid it, and the log can be bonded anew
///
/// Anybody may. What lies in its vault beside the stake goes to the organisation's treasury.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing bond close 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin"
)]
pub struct Close {
    /// The bond: its address, or its log's
    pub bond: String,
    /// The organisation's token account for what is left in the vault [default: its associated one]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub treasury: Option<Pubkey>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Close {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, bond) = find(context, &self.bond)?;
        let org = context.org_at(&bond.dao)?;
        let vault = context.rpc.account(&bond.vault)?;
        let left = vault.as_ref().and_then(TokenAccount::read);
        let treasury = match left.map_or(0, |vault| vault.amount) {
            0 => None,
            _ => {
                let owner = &org.dao.authority;
                Some(context.token_account(&org.mint, owner, self.treasury)?.0)
            }
        };
        let accounts = accounts::CloseBond {
            dao: bond.dao,
            bond: address,
            vault: bond.vault,
            treasury,
            mint: org.mint.address,
            log: org.dao.log,
            payer: bond.payer,
            token_program: org.mint.program,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::CloseBond {})
        ]);
        let told = record! { "bond" => address, "rentTo" => bond.payer };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
