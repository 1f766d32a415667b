//! `althing log verify-inclusion`.

use althing::{accounts, instruction};
use clap::Args;

use super::asking::{refused, Asking};
use crate::chain::Call;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input::{self, bytes::to_hex};

/// Have the program itself say whether an entry is in a log, as other programs can ask it
///
/// The proof is made for the log as it is now, and the program answers in a simulation: nothing is sent, signed or paid. Leaf,
/// index and hashes are what another program passes to the instruction verify_inclusion. Exit code 3 where the answer is no.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing log verify-inclusion tutor 7\n  althing log verify-inclusion 9xQeWvG816bUx9EPjHmaT23yvVM2ZWbrrpZb9PusVFin 41 --dir https://example.org/log --output json"
)]
pub struct VerifyInclusion {
    /// The log: its address, or that of its subject, or a model's name
    pub log: String,
    /// The entry's index, from 0
    pub index: u64,
    /// The leaf that should stand there: 64 hex digits [default: that of the entry that does]
    #[arg(long, value_name = "DIGEST", value_parser = input::digest)]
    pub leaf: Option<[u8; 32]>,
    #[command(flatten)]
    pub asking: Asking,
}

impl Run for VerifyInclusion {
    fn run(self, context: &Context) -> Result<()> {
        let (log, _) = context.find_log(&self.log)?;
        let index = self.index;
        let included = context.include(&log, index, self.asking.dir.as_deref())?;
        let leaf = self.leaf.unwrap_or(included.leaf);
        let hashes: Vec<String> = included.proof.iter().map(|hash| to_hex(hash)).collect();
        let data = instruction::VerifyInclusion {
            leaf,
            index,
            proof: included.proof,
        };
        let call = accounts::VerifyInclusion { log }.call(context.program(), data);
        let holds = self.asking.ask(context, call)?;
        context.out.record(&record! {
            "log" => log,
            "index" => index,
            "leaf" => to_hex(&leaf),
            "size" => included.size,
            "hashes" => hashes,
            "programSays" => holds,
        });
        refused(
            holds,
            &format!("leaf {} stands at index {index}", to_hex(&leaf)),
        )
    }
}
