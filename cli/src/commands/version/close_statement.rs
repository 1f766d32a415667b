//! `althing version close-statement`.

use clap::Args;

use super::statement::Upload;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::send::{Plan, Sending};

/// Take a statement of yours off the chain that an interrupted `althing version sign` has left; its rent returns to you
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing version close-statement tutor@2")]
pub struct CloseStatement {
    /// The version: MODEL@NUMBER or address
    pub version: String,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for CloseStatement {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (address, _) = context.version(&self.version)?;
        let upload = Upload::new(context, &address, &actor.payer);
        // Says so where there is none.
        let _: althing::Statement = context.fetch(&upload.statement)?;
        let plan = Plan::new(vec![upload.close(context)]);
        let told = record! { "statement" => upload.statement, "rentTo" => actor.payer };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
