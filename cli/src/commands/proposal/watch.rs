//! `althing proposal watch`.

use std::{thread, time::Duration};

use clap::Args;

use super::{standing, Stage};
use crate::commands::Run;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input;
use crate::output::Record;

/// Follow a proposal: a line for every change, until nothing more can happen
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing proposal watch 7\n  althing proposal watch 7 --until executable && althing proposal execute 7 --yes"
)]
pub struct Watch {
    /// The proposal: number or address
    pub proposal: String,
    /// End as soon as it stands there; exit code 1 where it never can
    #[arg(long, value_enum)]
    pub until: Option<Stage>,
    /// How often to look
    #[arg(long, value_name = "DURATION", default_value = "2s", value_parser = input::duration)]
    pub every: i64,
}

impl Run for Watch {
    fn run(self, context: &Context) -> Result<()> {
        let pause = Duration::from_secs(self.every.unsigned_abs().max(1));
        let (address, _) = context.proposal(&self.proposal)?;
        let mut last: Option<Record> = None;
        loop {
            let (_, proposal) = context.proposal(&address.to_string())?;
            let org = context.org_at(&proposal.dao)?;
            let stage = Stage::of(&proposal, org.clock.now);
            let now = record! {
                "number" => proposal.number,
                "stage" => stage.name(),
                "executed" => proposal.actions_executed,
                "actions" => proposal.action_count,
            };
            let now = now.and(standing(&org, &proposal));
            if last.as_ref() != Some(&now) {
                context.out.line(&now);
                last = Some(now);
            }
            if self.until == Some(stage) {
                return Ok(());
            }
            if stage.is_final() {
                return match self.until {
                    None => Ok(()),
                    Some(wanted) => Err(Error::failed(
                        format!(
                            "proposal {} is {} and will never be {}",
                            proposal.number,
                            stage.name(),
                            wanted.name()
                        ),
                        stage.next(&proposal),
                    )),
                };
            }
            thread::sleep(pause);
        }
    }
}
