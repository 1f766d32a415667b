//! `althing key prove`.

use althing::signing::SigningKey;
use clap::Args;

use super::on_chain;
use crate::commands::Run;
use crate::context::Context;
use crate::error::Result;
use crate::input::{self, bytes::to_hex, key};

/// Prove that you have a key, for the maintainer of a model to add it (althing key add)
///
/// Signs the words althing-signing-key/v1, a newline, and the model's address (32 bytes); the proof is good for this model alone.
/// By it you agree that your signatures over statements of the model's versions are recorded there.
#[derive(Args, Debug)]
#[command(after_help = "Examples:\n  althing key prove tutor --key signer.pem")]
pub struct Prove {
    /// The model: name or address
    pub model: String,
    /// The private key: PEM, or a key file of the Solana tools [default: your key]
    #[arg(long, value_name = "FILE")]
    pub key: Option<String>,
}

impl Run for Prove {
    fn run(self, context: &Context) -> Result<()> {
        let file = &context.settings.keypair.value;
        let private = key::signing(self.key.as_deref().unwrap_or(file))?;
        let public = private.verifying_key();
        on_chain(&public)?;
        // The key may be kept where no cluster can be reached.
        let model = match input::address(&self.model) {
            Ok(address) => address,
            Err(_) => context.model(&self.model)?.0,
        };
        let message = SigningKey::proof(&model);
        context.out.record(&record! {
            "model" => model,
            "key" => key::shown(&public),
            "kind" => public.kind().to_string(),
            "message" => to_hex(&message),
            "proof" => to_hex(&private.sign(&message)),
        });
        Ok(())
    }
}
