//! `althing model verify`.

use std::path::PathBuf;

use althing_digest::{compare, CompareOptions, Options};
use clap::Args;

use super::hashing::{differences, differs, with_bar, Threads};
use crate::checks::files::{bundle, of};
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input::{bytes::to_hex, key};

/// Check a model's files against a signature, offline
///
/// First the signature, then every file that it names. Files that were changed, removed or added are listed, and the command
/// ends with exit code 3. How the files were hashed and what was ignored stands in the signature.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing model verify ./tutor --key 7v91N7iZ9mNicL8WfG6cgSCKyRXydQjLh6UYBWwm6y1Q\n  althing model verify ./tutor --signature tutor.sig --key signer.pub --output json"
)]
pub struct Verify {
    /// The model: a file or a folder
    pub path: PathBuf,
    /// The signature
    #[arg(long, value_name = "FILE", default_value = "model.sig")]
    pub signature: PathBuf,
    /// The signer's public key: a Solana address, or a PEM file
    #[arg(long, value_name = "ADDRESS_OR_FILE")]
    pub key: String,
    /// Leave out a further file or folder of the model, such as a signature under a new name; can be repeated
    #[arg(long, value_name = "PATH")]
    pub ignore: Vec<PathBuf>,
    #[command(flatten)]
    pub threads: Threads,
}

impl Run for Verify {
    fn run(self, context: &Context) -> Result<()> {
        let public = key::verifying(&self.key)?;
        let bundle = bundle(&self.signature)?;
        let statement = bundle.verify(&public).map_err(of(&self.signature))?;
        let mut ignore = Options::default();
        for path in &self.ignore {
            ignore.ignore_given(&self.path, path)?;
        }
        let options = CompareOptions {
            ignore: ignore.ignore,
            threads: self.threads.count(),
        };
        let manifest = statement.manifest();
        let comparison = with_bar(|bar| compare(&self.path, manifest, &options, bar));
        let comparison = comparison?;
        let told = record! {
            "holds" => comparison.holds(),
            "signer" => key::shown(&public),
            "keyKind" => public.kind().to_string(),
            "signedName" => statement.model_name(),
            "signedRoot" => to_hex(&statement.root()),
            "statementHash" => to_hex(&statement.hash()),
            "root" => to_hex(&comparison.found.root()),
            "files" => comparison.found.files,
        };
        context.out.record(&told.and(differences(&comparison)));
        if comparison.holds() {
            return Ok(());
        }
        Err(differs(&comparison))
    }
}
