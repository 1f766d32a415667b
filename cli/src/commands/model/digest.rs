//! `althing model digest`.

use std::path::PathBuf;

use clap::Args;

use super::hashing::{listing, summary, Hashing};
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::output::file;

/// Hash a model: its root, the hash of its statement, and every file's digest
///
/// The digest is that of OpenSSF model signing: `root` is SHA-256 over the files' digests in order, `statementHash` that of
/// the exact bytes of the in-toto statement, which also names the files. A version is registered with both
/// (althing version register --weights ROOT --manifest STATEMENT_HASH). PATH is a file or a folder; nothing leaves this
/// machine.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing model digest ./tutor\n  althing model digest ./tutor --shard-size 67108864 --statement tutor.json --brief --output json"
)]
pub struct Digest {
    /// The model: a file or a folder
    pub path: PathBuf,
    /// Write the statement there: the exact bytes that are signed. Inside the model it is left out of the digest
    #[arg(long, value_name = "FILE")]
    pub statement: Option<PathBuf>,
    /// Leave out the list of files
    #[arg(long)]
    pub brief: bool,
    #[command(flatten)]
    pub hashing: Hashing,
}

impl Run for Digest {
    fn run(self, context: &Context) -> Result<()> {
        let digest = self.hashing.digest(&self.path, self.statement.as_deref())?;
        let statement = digest.statement()?;
        if let Some(path) = &self.statement {
            file::write(path, statement.payload())?;
        }
        let mut shown = summary(&digest, &statement.hash());
        if !self.brief {
            shown = shown.with("manifest", listing(digest.manifest.items()));
        }
        context.out.record(&shown);
        Ok(())
    }
}
