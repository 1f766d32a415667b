//! `althing provider close`.

use althing::{accounts, instruction};
use anchor_lang::prelude::Pubkey;
use clap::Args;

use super::{close_offences, left_in};
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input;
use crate::send::{pack, Plan, Sending};

/// Close a retired provider without stake, and the records of its slashes; all rent returns to whoever paid it
///
/// Anybody may. What lies in its vault beside the stake goes to the organisation's treasury.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing provider close 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q"
)]
pub struct Close {
    /// The provider: its address or its operator's
    pub provider: String,
    /// The organisation's token account for what is left in the vault [default: its associated one]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub treasury: Option<Pubkey>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Close {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, provider) = context.provider(&self.provider)?;
        if !provider.is_finished() {
            return Err(Error::failed(
                format!(
                    "the provider is {}, with {} stake positions open",
                    super::status(&provider),
                    provider.positions
                ),
                "Its operator retires it, its stakers leave (unstake, withdraw, close-position); then close it.",
            ));
        }
        let org = context.org_at(&provider.dao)?;
        let treasury = match left_in(context, &provider.vault)? {
            0 => None,
            _ => {
                let owner = &org.dao.authority;
                Some(context.token_account(&org.mint, owner, self.treasury)?.0)
            }
        };
        let accounts = accounts::CloseProvider {
            dao: org.address,
            provider: address,
            vault: provider.vault,
            treasury,
            mint: org.mint.address,
            payer: provider.payer,
            token_program: org.mint.program,
        };
        let first = accounts.call(context.program(), instruction::CloseProvider {});
        let offences = close_offences::calls(context, &address)?;
        let told = record! {
            "provider" => address,
            "offences" => offences.len(),
            "rentTo" => provider.payer,
        };
        let plan = Plan {
            steps: pack(
                &actor.fees,
                std::iter::once(first).chain(offences).collect(),
            ),
            resume: format!("go on with althing provider close-offences {address}."),
            ..Plan::default()
        };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
