//! `althing log recall-root`.

use althing::{accounts, instruction, KeptRoot, RecallRootArgs};
use clap::Args;

use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input::bytes::to_hex;
use crate::send::{Plan, Sending};

/// Go back from the root that you keep of a log to the one that the log had at an earlier size
///
/// What is too far back for one transaction is reached in steps, by sizes in between.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing log recall-root 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin 1000 --dir https://example.org/log"
)]
pub struct RecallRoot {
    /// The log: its address, or that of its subject, or a model's name
    pub log: String,
    /// Entries that it had then, 1 or more
    pub size: u64,
    /// The log's folder, or the URL at which its tiles are served [default: its transactions]
    #[arg(long, value_name = "DIR_OR_URL")]
    pub dir: Option<String>,
    #[command(flatten)]
    pub sending: Sending,
}

impl Run for RecallRoot {
    fn run(self, context: &Context) -> Result<()> {
        let actor = self.sending.actor(context)?;
        let (log, _) = context.find_log(&self.log)?;
        let address = context.at().kept_root(&log, &actor.payer);
        let kept: KeptRoot = context.fetch(&address)?;
        let whole = (kept.size, kept.root);
        let (root, proof) = context.goes_on(&log, self.size, whole, self.dir.as_deref())?;
        let accounts = accounts::RecallRoot {
            kept_root: address,
            payer: actor.payer,
        };
        let args = RecallRootArgs {
            size: self.size,
            root,
            proof,
        };
        let plan = Plan::new(vec![
            accounts.call(context.program(), instruction::RecallRoot { args })
        ]);
        let told = record! {
            "keptRoot" => address,
            "log" => log,
            "size" => self.size,
            "root" => to_hex(&root),
        };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}
