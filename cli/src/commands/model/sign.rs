//! `althing model sign`.

use std::path::PathBuf;

use althing_digest::Bundle;
use clap::Args;

use super::hashing::{summary, Hashing};
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input::{bytes::to_hex, key};
use crate::output::file;

/// Sign a model's files; writes a signature that OpenSSF model-signing reads
///
/// The signature is a Sigstore bundle: the statement that names every file with its digest, in a DSSE envelope. The key is a
/// Solana key or a PEM file with a P-256, P-384, P-521 or Ed25519 key. The reference implementation verifies the first three; the
/// chain checks P-256 and Ed25519.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing model sign ./tutor\n  althing model sign ./tutor --key signer.pem --signature tutor.sig"
)]
pub struct Sign {
    /// The model: a file or a folder
    pub path: PathBuf,
    /// The private key: PEM, or a key file of the Solana tools [default: your key]
    #[arg(long, value_name = "FILE")]
    pub key: Option<String>,
    /// Where the signature goes. Inside the model it is left out of the digest
    #[arg(long, value_name = "FILE", default_value = "model.sig")]
    pub signature: PathBuf,
    #[command(flatten)]
    pub hashing: Hashing,
}

impl Run for Sign {
    fn run(self, context: &Context) -> Result<()> {
        // Read first: a missing key should not be noticed after an hour of hashing.
        let file = self
            .key
            .as_deref()
            .unwrap_or(&context.settings.keypair.value);
        let key = key::signing(file)?;
        let digest = self.hashing.digest(&self.path, Some(&self.signature))?;
        let statement = digest.statement()?;
        let bundle = Bundle::sign(&statement, &key);
        file::write(&self.signature, bundle.to_json().as_bytes())?;
        let public = key.verifying_key();
        let told = record! {
            "signature" => self.signature.display().to_string(),
            "signer" => key::shown(&public),
            "keyKind" => public.kind().to_string(),
            "signedHash" => to_hex(&bundle.envelope.signed_hash()),
        };
        context
            .out
            .record(&told.and(summary(&digest, &statement.hash())));
        Ok(())
    }
}
