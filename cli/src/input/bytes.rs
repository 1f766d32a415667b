//! Digests and data: hex, base64, or a file's.

use std::{fs, io::Read, path::Path};

use base64::{engine::general_purpose::STANDARD, Engine};
use sha2::{Digest, Sha256};

/// 32 bytes: 64 hex digits, or `file:PATH` for the SHA-256 of a file.
///
/// # Errors
/// Where it is neither, or the file cannot be read.
pub fn digest(text: &str) -> Result<[u8; 32], String> {
    if let Some(path) = text.strip_prefix("file:") {
        return hash_file(Path::new(path)).map_err(|e| format!("{path}: {e}"));
    }
    let bytes = hex(text).filter(|bytes| bytes.len() == 32);
    let bytes = bytes.ok_or("neither 64 hex digits nor file:PATH")?;
    bytes.try_into().map_err(|_| "not 32 bytes".into())
}

/// Bytes: `hex:…`, `base64:…`, `file:PATH`, or else the text itself.
///
/// # Errors
/// Where the form is broken, the file cannot be read, or holds more than 1 MiB.
pub fn data(text: &str) -> Result<Vec<u8>, String> {
    const MAX: u64 = 1 << 20;
    if let Some(digits) = text.strip_prefix("hex:") {
        return hex(digits).ok_or_else(|| "not hex".into());
    }
    if let Some(code) = text.strip_prefix("base64:") {
        return STANDARD
            .decode(code)
            .map_err(|e| format!("not base64: {e}"));
    }
    let Some(path) = text.strip_prefix("file:") else {
        return Ok(text.as_bytes().to_vec());
    };
    let mut bytes = vec![];
    let file = fs::File::open(path).map_err(|e| format!("{path}: {e}"))?;
    file.take(MAX + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| format!("{path}: {e}"))?;
    if bytes.len() as u64 > MAX {
        return Err(format!("{path}: more than 1 MiB"));
    }
    Ok(bytes)
}

/// The SHA-256 of text.
#[must_use]
pub fn sha256(bytes: &[u8]) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// Lower-case hex.
#[must_use]
pub fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The bytes of hex digits, of either case.
#[must_use]
pub fn hex(text: &str) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(2) || !text.is_ascii() {
        return None;
    }
    let digit = |byte: u8| {
        (byte as char)
            .to_digit(16)
            .and_then(|d| u8::try_from(d).ok())
    };
    text.as_bytes()
        .chunks(2)
        .map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?))
        .collect()
}

/// The SHA-256 of a file.
///
/// # Errors
/// Where it cannot be read.
pub fn hash_file(path: &Path) -> std::io::Result<[u8; 32]> {
    let mut hasher = Sha256::new();
    let mut file = fs::File::open(path)?;
    let mut buffer = vec![0; 1 << 16];
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            return Ok(hasher.finalize().into());
        }
        hasher.update(&buffer[..read]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    #[test]
    fn a_digest_is_hex_or_that_of_a_file() {
        assert_eq!(to_hex(&digest(EMPTY).unwrap()), EMPTY);
        assert_eq!(digest(&EMPTY.to_uppercase()), digest(EMPTY));
        let file = tempfile::NamedTempFile::new().unwrap();
        let path = format!("file:{}", file.path().display());
        assert_eq!(digest(&path), digest(EMPTY));
        fs::write(file.path(), "abc").unwrap();
        assert_eq!(digest(&path).unwrap(), sha256(b"abc"));
        for bad in [
            "",
            "00",
            &EMPTY[1..],
            "file:/nonexistent",
            &format!("+{}", &EMPTY[1..]),
            "é",
        ] {
            assert!(digest(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn data_has_a_prefix_or_is_the_text() {
        assert_eq!(data("hex:0aFF"), Ok(vec![10, 255]));
        assert_eq!(data("base64:aGk="), Ok(b"hi".to_vec()));
        assert_eq!(data("hi"), Ok(b"hi".to_vec()));
        assert_eq!(data(""), Ok(vec![]));
        for bad in ["hex:0", "hex:zz", "hex:+1", "base64:*", "file:/nonexistent"] {
            assert!(data(bad).is_err(), "{bad}");
        }
    }
}
