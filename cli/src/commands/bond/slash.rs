//! `althing bond slash`.

use althing::{accounts, instruction, SlashBondArgs};
use anchor_lang::prelude::Pubkey;
use clap::Args;

use super::find;
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input;
use crate::output::Cell;
use crate::send::{Plan, Sending};

/// Take a part of a bond into the treasury, by vote, within what the rules allow for an epoch
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing bond slash 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin 5% --evidence file:evidence.pdf --propose 'Slash for a log that was withheld'"
)]
pub struct Slash {
    /// The bond: its address, or its log's
    pub bond: String,
    /// How much of all that is bonded
    #[arg(value_name = "PERCENT", value_parser = input::percent)]
    pub share: u16,
    /// SHA-256 of the evidence: 64 hex digits, or file:PATH to hash a file
    #[arg(long, value_name = "DIGEST", value_parser = input::digest)]
    pub evidence: [u8; 32],
    /// The organisation's token account that takes it [default: its associated one]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub treasury: Option<Pubkey>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Slash {
    fn run(self, context: &Context) -> Result<()> {
        let (address, bond) = find(context, &self.bond)?;
        let org = context.org_at(&bond.dao)?;
        let actor = self.sending.authority(context, &org.address)?;
        let (treasury, _) = context.token_account(&org.mint, &actor.from, self.treasury)?;
        let accounts = accounts::SlashBond {
            dao: org.address,
            authority: actor.from,
            bond: address,
            vault: bond.vault,
            treasury,
            mint: org.mint.address,
            log: org.dao.log,
            token_program: org.mint.program,
        };
        let args = SlashBondArgs {
            evidence: self.evidence,
            bps: self.share,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::SlashBond { args })
        ]);
        let told =
            record! { "bond" => address, "share" => Cell::Bps(self.share), "treasury" => treasury };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
