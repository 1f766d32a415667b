//! `althing bond open`.

use althing::bond::state::log_bond::{require_interval, require_origin};
use althing::{accounts, instruction, OpenBondArgs};
use anchor_lang::{prelude::Pubkey, system_program};
use clap::Args;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input::{self, decimal::format_units, format_duration, Decimal};
use crate::send::{Plan, Sending};

/// Stake on keeping a log that you write, towards an organisation
///
/// Name, key and interval are fixed; the interval can only become shorter. The stake is lost, in part, for two checkpoints that
/// contradict each other, for a checkpoint that is late, for a question without an answer, and by vote.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing bond open 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin 500 --origin example.org/decisions --interval 216000 --yes"
)]
pub struct Open {
    /// The log: its address, or that of its subject
    pub log: String,
    /// How much, in whole tokens of the organisation
    pub amount: Decimal,
    /// Name of the log in its checkpoints, 1 to 128 bytes without spaces
    #[arg(long, value_name = "NAME")]
    pub origin: String,
    /// Ed25519 key that signs its checkpoints: an address, 64 hex digits, or a C2SP verifier key [default: yours]
    #[arg(long, value_name = "KEY", value_parser = input::ed25519)]
    pub key: Option<[u8; 32]>,
    /// Slots within which each next checkpoint is promised, 10 to 78,840,000
    #[arg(long, value_name = "SLOTS")]
    pub interval: u64,
    /// The token account to take them from [default: your associated one]
    #[arg(long, value_name = "ADDRESS", value_parser = input::address)]
    pub token_account: Option<Pubkey>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Open {
    fn run(self, context: &Context) -> Result<()> {
        let bad = |what: &str| Error::usage(what, "See the bounds in the help.");
        require_interval(self.interval).map_err(|_| bad("--interval: not 10 to 78840000 slots"))?;
        require_origin(&self.origin)
            .map_err(|_| bad("--origin: not 1 to 128 bytes without spaces and +"))?;
        let actor = self.sending.actor(context)?;
        let org = context.org()?;
        let (audit_log, _) = context.find_log(&self.log)?;
        let amount = org.mint.units(self.amount)?;
        let (from, _) = context.token_account(&org.mint, &actor.from, self.token_account)?;
        let bond = context.at().bond(&audit_log);
        let accounts = accounts::OpenBond {
            dao: org.address,
            audit_log,
            bond,
            vault: context.at().vault(&bond),
            from,
            mint: org.mint.address,
            log: org.dao.log,
            operator: actor.from,
            payer: actor.payer,
            token_program: org.mint.program,
            system_program: system_program::ID,
        };
        let args = OpenBondArgs {
            amount,
            checkpoint_interval: self.interval,
            signing_key: self.key.unwrap_or(actor.from.to_bytes()),
            origin: self.origin,
        };
        let question = format!(
            "Stake {} tokens on keeping log {audit_log}? They can be slashed, and take {} to leave.",
            format_units(amount, org.mint.decimals),
            format_duration(org.dao.config.withdrawal_cooldown)
        );
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::OpenBond { args })
        ]);
        let told =
            record! { "bond" => bond, "log" => audit_log, "amount" => org.mint.amount(amount) };
        context.send(&self.sending, &actor, plan.ask(question).tell(told))
    }
}
