//! `althing provider slash`.

use althing::{accounts, instruction, SlashProviderArgs};
use anchor_lang::{prelude::Pubkey, system_program};
use clap::Args;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::output::Cell;
use crate::send::{Plan, Sending};

/// Take a part of all that is staked with a provider, into the treasury, by vote
///
/// Once per offence, and within what the rules allow for an epoch. The organisation pays the record's rent.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing provider slash 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q 5% --offence file:evidence.pdf --propose 'Slash for wrong answers'"
)]
pub struct Slash {
    /// The provider: its address or its operator's
    pub provider: String,
    /// How much of all stake
    #[arg(value_name = "PERCENT", value_parser = input::percent)]
    pub share: u16,
    /// What the offence is known by: SHA-256 of its evidence, 64 hex digits, or file:PATH to hash a file
    #[arg(long, value_name = "DIGEST", value_parser = input::digest)]
    pub offence: [u8; 32],
    /// The organisation's token account that takes it [default: its associated one]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub treasury: Option<Pubkey>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Slash {
    fn run(self, context: &Context) -> Result<()> {
        let (address, provider) = context.provider(&self.provider)?;
        let org = context.org_at(&provider.dao)?;
        let actor = self.sending.authority(context, &org.address)?;
        let (treasury, _) = context.token_account(&org.mint, &actor.from, self.treasury)?;
        let accounts = accounts::SlashProvider {
            dao: org.address,
            authority: actor.from,
            provider: address,
            offence: context.at().offence(&address, &self.offence),
            vault: provider.vault,
            treasury,
            mint: org.mint.address,
            log: org.dao.log,
            payer: actor.payer,
            token_program: org.mint.program,
            system_program: system_program::ID,
        };
        let args = SlashProviderArgs {
            offence_id: self.offence,
            bps: self.share,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::SlashProvider { args })
        ]);
        let told = record! {
            "provider" => address,
            "share" => Cell::Bps(self.share),
            "offence" => accounts.offence,
            "treasury" => treasury,
        };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
