//! What the fuzz targets run on any bytes: every parser, and what must hold of whatever it accepts.
//! `fuzz/` feeds them new input; `tests/corpus.rs` replays what it has found.

use crate::dsse::{pae, parse_pae, PAYLOAD_TYPE};
use crate::name::compare_names;
use crate::{Bundle, Envelope, Manifest, SigningKey, Statement, VerifyingKey};

/// A target: its name, which is that of its folder in `fuzz/corpus`, and what it runs.
pub type Target = (&'static str, fn(&[u8]));

/// All targets of this crate.
pub const TARGETS: &[Target] = &[
    ("digest_bundle", fuzz_bundle),
    ("digest_envelope", fuzz_envelope),
    ("digest_key", fuzz_key),
    ("digest_pae", fuzz_pae),
    ("digest_statement", fuzz_statement),
];

/// The throw-away key that the signatures in the corpora are made with.
fn key() -> SigningKey {
    SigningKey::from_ed25519_seed(&[1; 32])
}

/// A statement that is read describes a model, and one made of what it says says the same.
pub fn fuzz_statement(data: &[u8]) {
    let Ok(statement) = Statement::parse(data) else {
        return;
    };
    assert_eq!(statement.payload(), data);
    let manifest = statement.manifest();
    let again = Manifest::new(manifest.serialization().clone(), manifest.items().to_vec());
    assert!(again.is_ok_and(|again| again == *manifest));
    let names = manifest.items().iter().map(|item| item.name.as_str());
    assert!(names.is_sorted_by(|a, b| compare_names(a, b).is_le()));
    let made = Statement::new(statement.model_name(), manifest.clone());
    let made = made.unwrap_or_else(|error| panic!("what was read can be written: {error}"));
    let read = Statement::parse(made.payload());
    assert!(read.is_ok_and(|read| read == made && read.manifest() == manifest));
}

/// An envelope that is read and written is the same one, and its signed bytes read back.
pub fn fuzz_envelope(data: &[u8]) {
    let Ok(envelope) = Envelope::parse(data) else {
        return;
    };
    let read = Envelope::parse(envelope.to_json().as_bytes());
    assert!(read.is_ok_and(|read| read == envelope));
    let signed = envelope.signed_bytes();
    assert_eq!(
        parse_pae(&signed),
        Some((PAYLOAD_TYPE, &envelope.payload[..]))
    );
}

/// A bundle that is read and written is the same one; what verifies is what the key's owner would sign.
pub fn fuzz_bundle(data: &[u8]) {
    let Ok(bundle) = Bundle::parse(data) else {
        return;
    };
    let read = Bundle::parse(bundle.to_json().as_bytes());
    assert!(read.is_ok_and(|read| read == bundle));
    if let Ok(statement) = bundle.verify(&key().verifying_key()) {
        assert_eq!(statement.payload(), bundle.envelope.payload);
        // Ed25519 signatures are deterministic, and the strict rules leave no second one.
        let made = Bundle::sign(&statement, &key()).envelope;
        let found = bundle.envelope.verify(&key().verifying_key());
        assert!(found.is_ok_and(|found| found.bytes == made.signatures[0].bytes));
    }
}

/// The encoding is the only one of what it encodes.
pub fn fuzz_pae(data: &[u8]) {
    if let Some((kind, payload)) = parse_pae(data) {
        assert_eq!(pae(kind, payload), data);
    }
}

/// A key survives being written, also as an account has it, and a private one verifies what it signs.
pub fn fuzz_key(data: &[u8]) {
    if let Ok(key) = VerifyingKey::from_pem(data) {
        let read = VerifyingKey::from_pem(key.to_pem().as_bytes());
        assert!(read.is_ok_and(|read| read == key));
    }
    if let Ok(key) = SigningKey::from_pem(data) {
        let signature = key.sign(data);
        assert!(key.verifying_key().verify(data, &signature).is_ok());
        assert!(key.verifying_key().verify(b"other", &signature).is_err());
    }
    if let Ok(key) = VerifyingKey::from_on_chain(data) {
        assert_eq!(key.on_chain().as_deref(), Some(data));
        assert!(key.verify_on_chain(data, &[1; 64]).is_err());
    }
    // Any 32 bytes are a Solana address to whoever names a signer.
    if let Some(address) = data.first_chunk() {
        let _ = VerifyingKey::from_ed25519(address);
    }
}
