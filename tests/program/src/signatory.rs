//! Keys that sign, as a person outside the chain has them, and the instructions by which the runtime checks them.

use althing::precompile::{Scheme, ED25519_PROGRAM, SECP256R1_PROGRAM};
use althing::{AddSigningKeyArgs, SigningKey};
use anchor_lang::prelude::Pubkey;
use anchor_lang::solana_program::instruction::Instruction;
use ed25519_dalek::Signer as _;
use solana_keypair::Keypair;
use solana_sha256_hasher::hashv;

/// A key of either scheme.
#[derive(Clone)]
pub enum Signatory {
    Ed25519(Box<ed25519_dalek::SigningKey>),
    P256(Box<p256::ecdsa::SigningKey>),
}

impl Signatory {
    /// The Ed25519 key of this name.
    #[must_use]
    pub fn ed25519(name: &str) -> Self {
        let seed = hashv(&[b"ed25519 ", name.as_bytes()]).to_bytes();
        Self::Ed25519(Box::new(ed25519_dalek::SigningKey::from_bytes(&seed)))
    }

    /// A wallet's key.
    #[must_use]
    pub fn wallet(wallet: &Keypair) -> Self {
        let key = ed25519_dalek::SigningKey::from_bytes(wallet.secret_bytes());
        Self::Ed25519(Box::new(key))
    }

    /// The P-256 key of this name.
    ///
    /// # Panics
    /// For one name in 2^32, whose hash is no key.
    #[must_use]
    pub fn p256(name: &str) -> Self {
        let seed = hashv(&[b"p256 ", name.as_bytes()]).to_bytes();
        let key = p256::ecdsa::SigningKey::from_slice(&seed).expect("a key");
        Self::P256(Box::new(key))
    }

    #[must_use]
    pub fn scheme(&self) -> Scheme {
        match self {
            Self::Ed25519(_) => Scheme::Ed25519,
            Self::P256(_) => Scheme::P256,
        }
    }

    #[must_use]
    pub fn public_key(&self) -> Vec<u8> {
        match self {
            Self::Ed25519(key) => key.verifying_key().to_bytes().to_vec(),
            Self::P256(key) => {
                let point = key.verifying_key().to_encoded_point(true);
                point.as_bytes().to_vec()
            }
        }
    }

    /// What the address of its account is made of.
    #[must_use]
    pub fn id(&self) -> [u8; 32] {
        SigningKey::id_of(self.scheme() as u8, &self.public_key())
    }

    /// A signature over the message; of P-256 in low-S form.
    #[must_use]
    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        match self {
            Self::Ed25519(key) => key.sign(message).to_bytes(),
            Self::P256(key) => {
                let signature: p256::ecdsa::Signature = key.sign(message);
                let low = signature.normalize_s().unwrap_or(signature);
                low.to_bytes().into()
            }
        }
    }

    /// The arguments that add it, with open slots from now on, its proof right before.
    #[must_use]
    pub fn args(&self) -> AddSigningKeyArgs {
        AddSigningKeyArgs {
            scheme: self.scheme() as u8,
            public_key: self.public_key(),
            key_id: self.id(),
            valid_from_slot: 0,
            valid_until_slot: 0,
            proof_index: -1,
        }
    }

    /// The instruction that checks the proof that somebody has it, for a model.
    #[must_use]
    pub fn proof(&self, model: &Pubkey) -> Instruction {
        self.precompile(&[b"althing-signing-key/v1\n", model.as_ref()].concat())
    }

    /// The instruction that checks its signature over the message.
    #[must_use]
    pub fn precompile(&self, message: &[u8]) -> Instruction {
        precompile(
            self.scheme(),
            &self.public_key(),
            &self.sign(message),
            message,
        )
    }
}

/// The other signature of the same message, key and r: `s` becomes `n - s`.
///
/// # Panics
/// Where it is no signature.
#[must_use]
pub fn with_high_s(signature: &[u8; 64]) -> [u8; 64] {
    let low = p256::ecdsa::Signature::from_slice(signature).expect("a signature");
    let (r, s) = low.split_scalars();
    let high = p256::ecdsa::Signature::from_scalars(r, -s).expect("a signature");
    high.to_bytes().into()
}

/// An instruction of the scheme's program with one signature, in the plain form: key, signature, message.
///
/// # Panics
/// For a message over 64 KiB.
#[must_use]
pub fn precompile(scheme: Scheme, key: &[u8], signature: &[u8; 64], message: &[u8]) -> Instruction {
    let own = u16::MAX;
    let length = |bytes: usize| u16::try_from(bytes).expect("a short message");
    let (at_key, at_signature) = (16, 16 + length(key.len()));
    let offsets = [
        at_signature,
        own,
        at_key,
        own,
        at_signature + 64,
        length(message.len()),
        own,
    ];
    let mut data = vec![1, 0];
    data.extend(offsets.iter().flat_map(|word| word.to_le_bytes()));
    data.extend(key);
    data.extend(signature);
    data.extend(message);
    Instruction {
        program_id: match scheme {
            Scheme::Ed25519 => ED25519_PROGRAM,
            Scheme::P256 => SECP256R1_PROGRAM,
        },
        accounts: vec![],
        data,
    }
}

/// What signs this encoding by its hash.
#[must_use]
pub fn by_hash(encoding: &[u8]) -> Vec<u8> {
    let hash = solana_sha256_hasher::hash(encoding).to_bytes();
    [b"althing-dsse-sha256/v1\n".as_slice(), &hash].concat()
}

/// The DSSE encoding of an in-toto statement, written from the protocol.
#[must_use]
pub fn encoding(statement: &[u8]) -> Vec<u8> {
    let kind = "application/vnd.in-toto+json";
    let head = format!("DSSEv1 {} {kind} {} ", kind.len(), statement.len());
    [head.as_bytes(), statement].concat()
}
