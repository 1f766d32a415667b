//! `althing log verify-consistency`.

use althing::{accounts, instruction};
use clap::Args;

use super::asking::{refused, Asking};
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input::{self, bytes::to_hex};

/// Have the program itself say whether a log goes on from what it was at a size, as other programs can ask it
///
/// The proof is made for the log as it is now, and the program answers in a simulation: nothing is sent, signed or paid. Size,
/// root and hashes are what another program passes to the instruction verify_consistency. Exit code 3 where the answer is no.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing log verify-consistency tutor 7\n  althing log verify-consistency 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin 1000 --root 5b8f0e1f7a8b3f0c5d2e4a6b8c9d0e1f2a3b4c5d6e7f8091a2b3c4d5e6f70812 --dir https://example.org/log"
)]
pub struct VerifyConsistency {
    /// The log: its address, or that of its subject, or a model's name
    pub log: String,
    /// Entries that it had then, 1 or more
    pub size: u64,
    /// The root that it had then, such as an old checkpoint's: 64 hex digits [default: the one that its entries give]
    #[arg(long, value_name = "DIGEST", value_parser = input::digest)]
    pub root: Option<[u8; 32]>,
    #[command(flatten)]
    pub asking: Asking,
}

impl Run for VerifyConsistency {
    fn run(self, context: &Context) -> Result<()> {
        let (log, _) = context.find_log(&self.log)?;
        let (found, proof) = context.extends(&log, self.size, self.asking.dir.as_deref())?;
        let root = self.root.unwrap_or(found);
        let hashes: Vec<String> = proof.iter().map(|hash| to_hex(hash)).collect();
        let data = instruction::VerifyConsistency {
            old_size: self.size,
            old_root: root,
            proof,
        };
        let call = accounts::VerifyConsistency { log }.call(context.program(), data);
        let holds = self.asking.ask(context, call)?;
        context.out.record(&record! {
            "log" => log,
            "oldSize" => self.size,
            "oldRoot" => to_hex(&root),
            "hashes" => hashes,
            "programSays" => holds,
        });
        refused(
            holds,
            &format!(
                "the log had the root {} at {} entries",
                to_hex(&root),
                self.size
            ),
        )
    }
}
