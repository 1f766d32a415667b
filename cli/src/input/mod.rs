//! What people write: addresses, amounts, times, digests. Every parser takes text and returns a value or a
//! sentence that says what was expected.

pub mod bytes;
pub mod decimal;
pub mod key;
pub mod time;

use std::str::FromStr;

use althing_tlog::key::VerifierKey;
use anchor_lang::prelude::Pubkey;

pub use bytes::{data, digest};
pub use decimal::{percent, Decimal};
pub use time::{duration, format_duration, format_time};

/// An address in base58.
///
/// # Errors
/// Where it is none.
pub fn address(text: &str) -> Result<Pubkey, String> {
    Pubkey::from_str(text).map_err(|_| "not an address (32 bytes in base58)".into())
}

/// An Ed25519 public key: an address, 64 hex digits, or a C2SP verifier key (`name+hash+key`).
///
/// # Errors
/// Where it is none of them.
pub fn ed25519(text: &str) -> Result<[u8; 32], String> {
    let hex = bytes::hex(text).and_then(|bytes| bytes.try_into().ok());
    let named = || VerifierKey::parse(text).ok().map(|key| *key.public());
    hex.or_else(|| address(text).ok().map(|key| key.to_bytes()))
        .or_else(named)
        .ok_or_else(|| "neither an address, 64 hex digits nor a verifier key name+hash+key".into())
}

/// A cluster: moniker or URL.
///
/// # Errors
/// Where it is neither.
pub fn url(text: &str) -> Result<String, String> {
    Ok(match text {
        "l" | "localhost" => "http://127.0.0.1:8899".into(),
        "d" | "devnet" => "https://api.devnet.solana.com".into(),
        "t" | "testnet" => "https://api.testnet.solana.com".into(),
        "m" | "mainnet-beta" => "https://api.mainnet-beta.solana.com".into(),
        other => {
            let parsed = reqwest::Url::parse(other)
                .ok()
                .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
            if parsed.is_none() {
                return Err(
                    "neither localhost, devnet, testnet, mainnet-beta nor an http(s) URL".into(),
                );
            }
            other.into()
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn monikers_are_those_of_the_solana_tools() {
        for (short, long) in [
            ("l", "localhost"),
            ("d", "devnet"),
            ("t", "testnet"),
            ("m", "mainnet-beta"),
        ] {
            assert_eq!(url(short), url(long));
        }
        assert_eq!(url("l").unwrap(), "http://127.0.0.1:8899");
        assert_eq!(
            url("https://x.example/?key=1").unwrap(),
            "https://x.example/?key=1"
        );
        for bad in ["", "x", "ftp://a", "http://", "file:///etc/passwd"] {
            assert!(url(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_ed25519_key_comes_in_three_forms() {
        let key = ed25519_dalek::SigningKey::from_bytes(&[7; 32])
            .verifying_key()
            .to_bytes();
        let name = althing_tlog::key::KeyType::Ed25519;
        let named = VerifierKey::new("example.org/log", name, &key).unwrap();
        for text in [
            Pubkey::new_from_array(key).to_string(),
            bytes::to_hex(&key),
            named.to_string(),
        ] {
            assert_eq!(ed25519(&text), Ok(key), "{text}");
        }
        assert!(ed25519("abc").is_err());
    }

    #[test]
    fn an_address_is_32_bytes_of_base58() {
        assert!(address("11111111111111111111111111111111").is_ok());
        for bad in [
            "",
            "0",
            "1111111111111111111111111111111",
            "l1111111111111111111111111111111",
        ] {
            assert!(address(bad).is_err(), "{bad}");
        }
    }
}
