//! `althing report missed-deadline`.

use althing::{accounts, instruction, AuditLog};
use clap::Args;

use super::PaidTo;
use crate::chain::Call;
use crate::commands::{bond, Run};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::send::{Plan, Sending};

/// Report that a promised checkpoint is missing: a hundredth of the bond is lost; anybody may
///
/// It is missing where, for more slots than the bond promises, nothing was appended to the log and the bond was told nothing.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing bond list --overdue\n  althing report missed-deadline 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin"
)]
pub struct MissedDeadline {
    /// The bond: its address, or its log's
    pub bond: String,
    #[command(flatten)]
    pub paid_to: PaidTo,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for MissedDeadline {
    fn run(self, context: &Context) -> Result<()> {
        let (address, found) = bond::find(context, &self.bond)?;
        let actor = self.sending.actor_in(context, &found.dao)?;
        let org = context.org_at(&found.dao)?;
        let log: AuditLog = context.fetch(&found.audit_log)?;
        // What was appended since counts, also where nobody has told the bond.
        let since = found.last_checkpoint_slot.max(log.slot);
        let due = since.saturating_add(found.checkpoint_interval);
        if org.clock.slot <= due {
            return Err(Error::failed(
                format!(
                    "the next checkpoint is due by slot {due}, this is slot {}",
                    org.clock.slot
                ),
                "Nothing was missed.",
            ));
        }
        let (reward, treasury) = self.paid_to.find(context, &org, &actor.from)?;
        let accounts = accounts::ReportMissedDeadline {
            dao: found.dao,
            bond: address,
            audit_log: found.audit_log,
            vault: found.vault,
            treasury,
            reward,
            mint: found.mint,
            log: org.dao.log,
            reporter: actor.from,
            token_program: org.mint.program,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::ReportMissedDeadline {})
        ]);
        let told = record! { "bond" => address, "dueBySlot" => due, "rewardTo" => reward };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
