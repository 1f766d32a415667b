//! Keys from names, so that addresses, bumps and with them compute units are the same in every run.

use solana_keypair::Keypair;
use solana_sha256_hasher::hashv;

/// The key of this name.
#[must_use]
pub fn key(name: &str) -> Keypair {
    Keypair::new_from_array(hashv(&[b"althing test key ", name.as_bytes()]).to_bytes())
}
