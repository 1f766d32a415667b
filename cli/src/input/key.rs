//! Keys that sign models: PEM files, key files of the Solana tools, addresses.

use std::path::Path;

use althing_digest::{SigningKey, VerifyingKey};
use anchor_lang::prelude::Pubkey;

use super::address;
use crate::context::read_key;
use crate::error::Result;
use crate::output::file;

/// The largest key file that is read, bytes.
const MAX_KEY_FILE: usize = 64 << 10;

/// The private key in a file: PEM, or the JSON of the Solana tools.
///
/// # Errors
/// Where the file is missing or holds another kind of key.
pub fn signing(path: &str) -> Result<SigningKey> {
    let is_pem = |bytes: &[u8]| bytes.windows(5).any(|part| part == b"-----");
    match file::read(Path::new(path), MAX_KEY_FILE) {
        Ok(bytes) if is_pem(&bytes) => Ok(SigningKey::from_pem(&bytes)?),
        // Its errors tell how to get a key of the Solana tools.
        _ => {
            let pair = read_key(path)?;
            Ok(SigningKey::from_ed25519_seed(pair.secret_bytes()))
        }
    }
}

/// A public key: an address, or a PEM file.
///
/// # Errors
/// Where it is neither.
pub fn verifying(text: &str) -> Result<VerifyingKey> {
    if let Ok(address) = address(text) {
        return Ok(VerifyingKey::from_ed25519(&address.to_bytes())?);
    }
    let bytes = file::read(Path::new(text), MAX_KEY_FILE)
        .map_err(|e| e.advise("Give a Solana address, or the file of a public key in PEM."))?;
    Ok(VerifyingKey::from_pem(&bytes)?)
}

/// A public key in one line: an address, or the hint of its PEM form (SHA-256), as signatures name it.
#[must_use]
pub fn shown(key: &VerifyingKey) -> String {
    match key {
        VerifyingKey::Ed25519(key) => Pubkey::new_from_array(key.to_bytes()).to_string(),
        other => format!("sha256:{}", other.hint()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use solana_signer::Signer;
    use std::fs;

    #[test]
    fn a_solana_key_file_signs_and_its_address_verifies() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("id.json");
        let pair = solana_keypair::Keypair::new();
        let bytes: Vec<String> = pair.to_bytes().iter().map(u8::to_string).collect();
        fs::write(&file, format!("[{}]", bytes.join(","))).unwrap();
        let key = signing(file.to_str().unwrap()).unwrap();
        let public = verifying(&pair.pubkey().to_string()).unwrap();
        assert_eq!(key.verifying_key(), public);
        assert_eq!(shown(&public), pair.pubkey().to_string());
    }

    #[test]
    fn pem_files_are_read_and_others_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name).display().to_string();
        let public = SigningKey::from_ed25519_seed(&[5; 32]).verifying_key();
        fs::write(path("pub"), public.to_pem()).unwrap();
        assert_eq!(verifying(&path("pub")), Ok(public));
        for (name, text) in [("text", "no key"), ("json", "[1,2]"), ("empty", "")] {
            fs::write(path(name), text).unwrap();
            assert!(verifying(&path(name)).is_err(), "{name}");
            assert_eq!(
                signing(&path(name)).unwrap_err().exit,
                crate::Exit::Usage,
                "{name}"
            );
        }
        assert!(verifying(&path("missing"))
            .unwrap_err()
            .what
            .contains("missing"));
        // A public key does not sign.
        assert!(signing(&path("pub"))
            .unwrap_err()
            .what
            .contains("PRIVATE KEY"));
    }
}
