//! `althing witness admit`.

use althing::{accounts, instruction, LogBond};
use anchor_lang::system_program;
use clap::Args;

use super::witnesses;
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::output::cell::unpad;
use crate::send::{Plan, Sending};

/// Let an organisation's witnesses watch a log
///
/// Anybody admits a log that is bonded to the organisation, under the bond's name; the organisation any log under any name.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing witness admit 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin\n  \
                  althing witness admit 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin --origin example.org/log --propose 'Watch the log'"
)]
pub struct Admit {
    /// The log: its address, or that of its subject, or a model's name
    pub log: String,
    /// Name of the log in its checkpoints, 1 to 128 bytes without spaces [default: that of its bond]
    #[arg(long, value_name = "NAME")]
    pub origin: Option<String>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Admit {
    fn run(self, context: &Context) -> Result<()> {
        let org = context.org()?;
        let actor = self.sending.actor_in(context, &org.address)?;
        let (witness_set, _) = witnesses(context, &org.address)?;
        let (audit_log, _) = context.find_log(&self.log)?;
        let bond = context.at().bond(&audit_log);
        let bonded = context
            .fetch_if::<LogBond>(&bond)?
            .filter(|bond| bond.dao == org.address);
        let origin = self
            .origin
            .or_else(|| bonded.as_ref().map(|bond| unpad(&bond.origin)))
            .ok_or_else(|| {
                Error::usage(
                    "the log has no bond to this organisation, so its name is not known",
                    "Give --origin NAME, with --propose.",
                )
            })?;
        let accounts = accounts::AdmitLog {
            dao: org.address,
            witness_set,
            audit_log,
            bond: bonded.map(|_| bond),
            witnessed_log: context.at().witnessed(&witness_set, &audit_log),
            log: org.dao.log,
            admitter: actor.from,
            payer: actor.payer,
            system_program: system_program::ID,
        };
        let told = record! { "log" => audit_log, "origin" => &origin, "account" => accounts.witnessed_log };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::AdmitLog { origin })
        ]);
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
