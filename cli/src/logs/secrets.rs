//! Keys of persons, from which salts are derived, and salts that are not.

use std::collections::BTreeMap;
use std::path::Path;

use althing_record::{from_hex, Keyring, Salt, Salts, SubjectKey};

use crate::error::{Error, Result};
use crate::output::file;

/// Bytes of a file of keys, at most.
const MAX_FILE: usize = 256 << 20;

/// The keys that an operator has.
#[derive(Default)]
pub struct Secrets {
    keys: Keyring,
}

impl Secrets {
    /// Reads a file: one JSON object of names, each with 64 hexadecimal digits.
    ///
    /// # Errors
    /// Where it is missing or something else. The message has no digits of it.
    pub fn read(path: Option<&Path>) -> Result<Self> {
        let Some(path) = path else {
            return Ok(Self::default());
        };
        let bad = |why: String| {
            Error::usage(
                format!("{}: {why}", path.display()),
                "Give a file of keys: {\"NAME\": \"64 hexadecimal digits\", …}.",
            )
        };
        Self::parse(&file::read(path, MAX_FILE)?).map_err(bad)
    }

    /// What a file of keys holds; says what is wrong with it, but none of its digits.
    pub(crate) fn parse(bytes: &[u8]) -> std::result::Result<Self, String> {
        let named: BTreeMap<String, String> = serde_json::from_slice(bytes)
            .map_err(|why| format!("line {}: no object of texts", why.line()))?;
        let mut keys = Keyring::default();
        for (name, digits) in named {
            let secret = from_hex(&digits).and_then(|secret| <[u8; 32]>::try_from(secret).ok());
            let key = secret.and_then(|secret| SubjectKey::new(&secret).ok());
            let key =
                key.ok_or_else(|| format!("{name:?}: no key of 64 lower-case hexadecimal digits"))?;
            keys.insert(name, key);
        }
        Ok(Self { keys })
    }
}

impl Salts for Secrets {
    fn key(&self, id: &str) -> Option<&SubjectKey> {
        self.keys.key(id)
    }

    /// None where the system has no randomness to give: the value is refused then.
    fn fresh(&self) -> Option<Salt> {
        let mut salt = [0; 32];
        getrandom::fill(&mut salt).ok()?;
        Salt::new(salt).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Secrets> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        std::fs::write(&path, text).unwrap();
        Secrets::read(Some(&path))
    }

    #[test]
    fn keys_are_known_by_their_names() {
        let secrets = read(&format!(r#"{{"ada": "{}"}}"#, "5a".repeat(32))).unwrap();
        assert!(secrets.key("ada").is_some());
        assert!(secrets.key("bob").is_none());
        assert!(Secrets::read(None).unwrap().key("ada").is_none());
    }

    #[test]
    fn fresh_salts_differ() {
        let secrets = Secrets::default();
        assert_ne!(secrets.fresh().unwrap(), secrets.fresh().unwrap());
    }

    #[test]
    fn what_is_no_file_of_keys_is_refused_without_its_content() {
        let digits = "5a".repeat(31);
        for text in [
            "",
            "[]",
            "{\"ada\": 5}",
            &format!("{{\"ada\": \"{digits}\"}}"),
            &format!("{{\"ada\": \"{digits}5A\"}}"),
            &format!("{{\"ada\": \"{}\"}}", "00".repeat(32)),
        ] {
            let error = read(text).err().unwrap();
            assert_eq!(error.exit, crate::Exit::Usage);
            assert!(!error.what.contains("5a5a"), "{error}");
        }
    }
}
