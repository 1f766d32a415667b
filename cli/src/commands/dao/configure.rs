//! `althing dao configure`.

use althing::{accounts, instruction};
use clap::Args;

use super::rules;
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Change an organisation's rules, by vote
///
/// Names and values are those of `althing dao show --output json`; durations may be written as 3d, shares as 10%. What is
/// not named stays. Votes that have begun keep the rules that they began with.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing dao configure --set quorumBps=20% --set votingPeriod=5d --propose 'A higher quorum'\n  \
                  althing dao configure --file rules.json --dry-run"
)]
pub struct Configure {
    /// A rule and its new value; can be given several times
    #[arg(long, value_name = "RULE=VALUE", required_unless_present = "file")]
    pub set: Vec<String>,
    /// JSON with the rules that change
    #[arg(long, value_name = "PATH", conflicts_with = "set")]
    pub file: Option<String>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for Configure {
    fn run(self, context: &Context) -> Result<()> {
        let org = context.org()?;
        let now = &org.dao.config;
        let config = match &self.file {
            Some(path) => rules::from_file(path, now)?,
            None => rules::from_pairs(&self.set, now)?,
        };
        let actor = self.sending.authority(context, &org.address)?;
        let accounts = accounts::UpdateConfig {
            dao: org.address,
            authority: actor.from,
            log: org.dao.log,
        };
        let threshold = org.weight(config.proposal_threshold);
        let told = record! { "rules" => rules::describe(&config, threshold) };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::UpdateConfig { config })
        ]);
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
