//! `althing version sign`.

use std::path::PathBuf;

use althing::precompile::Scheme;
use althing::{accounts, instruction, SigningKey};
use althing_digest::dsse::Envelope;
use althing_digest::statement::{Statement, MAX_STATEMENT_BYTES};
use althing_digest::{Bundle, VerifyingKey};
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use anchor_lang::system_program;
use clap::Args;

use super::statement::Upload;
use crate::chain::{stored::offset, Call};
use crate::commands::{key as keys, Run};
use crate::context::Context;
use crate::error::{Error, Result};
use crate::input::{bytes::to_hex, key};
use crate::output::file;
use crate::rpc::Memcmp;
use crate::send::{wire, Actor, Plan, Sending};

/// Where programs see the transaction's own instructions.
pub const INSTRUCTIONS: Pubkey =
    Pubkey::from_str_const("Sysvar1nstructions1111111111111111111111111");

/// Record a signature over a version on the chain, which checks it; anybody who holds one may
///
/// The signature is a file of `althing model sign` or of OpenSSF model-signing, by one of the model's keys (althing key add).
/// A statement of more than about 600 bytes does not fit a transaction, and that of one file has 700: then the key itself is
/// needed, and signs the statement's hash, after the statement was put on the chain to vouch for it.
#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  althing version sign tutor@2 --signature model.sig\n  althing version sign tutor@2 --signature model.sig --key signer.pem"
)]
pub struct Sign {
    /// The version: MODEL@NUMBER or address
    pub version: String,
    /// The signature's file: a Sigstore bundle, or a DSSE envelope
    #[arg(long, value_name = "FILE", default_value = "model.sig")]
    pub signature: PathBuf,
    /// The private key that made it, where the statement is long: PEM, or a key file of the Solana tools
    #[arg(long, value_name = "FILE")]
    pub key: Option<String>,
    #[command(flatten)]
    pub sending: Sending,
}

/// A checked signature, as an instruction of the runtime's programs takes it.
pub struct Signed {
    pub scheme: Scheme,
    pub key: Vec<u8>,
    pub signature: [u8; 64],
    pub message: Vec<u8>,
}

impl Run for Sign {
    fn run(self, context: &Context) -> Result<()> {
        let envelope = read(&self.signature)?;
        let statement = Statement::parse(&envelope.payload)?;
        let (address, version) = context.version(&self.version)?;
        if statement.hash() != version.manifest_digest {
            return Err(Error::mismatch(
                format!(
                    "the signature is over statement {}, the version was registered with {}",
                    to_hex(&statement.hash()),
                    to_hex(&version.manifest_digest)
                ),
                "Sign the files of this very version: althing model sign PATH.",
            ));
        }
        let (account, public) = signer(context, &version.model, &envelope)?;
        let actor = self.sending.actor(context)?;
        let place = Place {
            version: address,
            key: account,
            log: context.at().log(&version.model),
        };
        let whole = signed(&public, &envelope.signature, envelope.signed_bytes())?;
        let step = place.step(context, &actor, &whole, None);
        let length = wire::length(&wire::message(&actor.fees, &step, [0; 32]));
        // Beside what sending adds: limit and price of compute units, and their program.
        let fits = length.saturating_add(60) <= wire::MAX_TRANSACTION;
        let (plan, form) = match (fits, &self.key) {
            (true, None) => (Plan::new(step), "whole"),
            (_, Some(file)) => (
                place.by_hash(context, &actor, &envelope, file, &public)?,
                "hash",
            ),
            (false, None) => {
                return Err(Error::usage(
                    format!(
                        "the statement has {} bytes, and the signature over it fits no transaction",
                        envelope.payload.len()
                    ),
                    "Give the private key too, to sign its hash: --key FILE.",
                ))
            }
        };
        let told = record! {
            "version" => address,
            "signer" => key::shown(&public),
            "form" => form,
            "signature" => context.at().version_signature(&address, &account),
        };
        context.send(&self.sending, &actor, plan.tell(told))
    }
}

/// A bundle's envelope, or an envelope alone.
fn read(path: &std::path::Path) -> Result<Envelope> {
    let bytes = file::read(path, MAX_STATEMENT_BYTES.saturating_mul(2))?;
    match Bundle::parse(&bytes) {
        Ok(bundle) => Ok(bundle.envelope),
        Err(why) => Envelope::parse(&bytes).map_err(|_| why.into()),
    }
}

/// Which of the model's keys made the signature.
fn signer(
    context: &Context,
    model: &Pubkey,
    envelope: &Envelope,
) -> Result<(Pubkey, VerifyingKey)> {
    let found = context.list::<SigningKey>(&[Memcmp::key(offset::KEY_MODEL, model)])?;
    let message = envelope.signed_bytes();
    let made_by = found.iter().find_map(|(address, key)| {
        let public = keys::public(key)?;
        let verified = public.verify(&message, &envelope.signature).is_ok();
        verified.then_some((*address, public))
    });
    made_by.ok_or_else(|| {
        Error::mismatch(
            "the signature is by none of the model's keys",
            "Its maintainer adds keys: althing key add MODEL KEY.",
        )
    })
}

fn signed(public: &VerifyingKey, signature: &[u8], message: Vec<u8>) -> Result<Signed> {
    let known = keys::on_chain(public)?;
    Ok(Signed {
        scheme: match public {
            VerifyingKey::Ed25519(_) => Scheme::Ed25519,
            _ => Scheme::P256,
        },
        key: known.bytes,
        signature: public.on_chain_signature(signature)?,
        message,
    })
}

/// What a signature is recorded on.
struct Place {
    version: Pubkey,
    key: Pubkey,
    log: Pubkey,
}

impl Place {
    /// Has the runtime check a signature, and records it.
    fn step(
        &self,
        context: &Context,
        actor: &Actor,
        signed: &Signed,
        statement: Option<Pubkey>,
    ) -> Vec<Instruction> {
        let accounts = accounts::SignVersion {
            model_version: self.version,
            signing_key: self.key,
            statement,
            signature: context.at().version_signature(&self.version, &self.key),
            log: self.log,
            instructions_sysvar: INSTRUCTIONS,
            payer: actor.payer,
            system_program: system_program::ID,
        };
        // The check stands right before.
        let record = instruction::SignVersion { relative_index: -1 };
        vec![check(signed), accounts.call(context.program(), record)]
    }

    /// Puts the statement on the chain, signs its hash, and takes the statement away again.
    fn by_hash(
        &self,
        context: &Context,
        actor: &Actor,
        envelope: &Envelope,
        file: &str,
        public: &VerifyingKey,
    ) -> Result<Plan> {
        let private = key::signing(file)?;
        if private.verifying_key() != *public {
            return Err(Error::usage(
                format!("{file}: not the key that made the signature"),
                "Give that key, or sign anew: althing model sign PATH --key FILE.",
            ));
        }
        let hash = envelope.signed_hash().to_vec();
        let by_hash = signed(public, &private.sign(&hash), hash)?;
        let upload = Upload::new(context, &self.version, &actor.payer);
        let mut steps = upload.steps(context, &actor.fees, &envelope.payload)?;
        steps.push(self.step(context, actor, &by_hash, Some(upload.statement)));
        steps.push(vec![upload.close(context)]);
        Ok(Plan {
            steps,
            resume:
                "say it again to go on; what lies on the chain: althing version close-statement."
                    .into(),
            ..Plan::default()
        })
    }
}

/// An instruction of the scheme's program with one signature, all parts inside: key, signature, message.
#[must_use]
pub fn check(signed: &Signed) -> Instruction {
    let own = u16::MAX;
    let short = |bytes: usize| u16::try_from(bytes).unwrap_or(u16::MAX);
    let at_key = 16u16;
    let at_signature = at_key.saturating_add(short(signed.key.len()));
    let at_message = at_signature.saturating_add(64);
    let words = [
        at_signature,
        own,
        at_key,
        own,
        at_message,
        short(signed.message.len()),
        own,
    ];
    let mut data = vec![1, 0];
    data.extend(words.iter().flat_map(|word| word.to_le_bytes()));
    data.extend(&signed.key);
    data.extend(signed.signature);
    data.extend(&signed.message);
    Instruction {
        program_id: signed.scheme.program(),
        accounts: vec![],
        data,
    }
}
