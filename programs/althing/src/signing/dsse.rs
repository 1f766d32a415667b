//! The bytes that a signature covers: DSSE's pre-authentication encoding of an in-toto statement,
//! `DSSEv1 SP len(type) SP type SP len(body) SP body`. Source: protocol of DSSE 1.0.2.

use crate::text::decimal;

/// What comes before the SHA-256 of an encoding that is signed by its hash, so that no key which signs bare hashes
/// elsewhere can be had to sign a version.
pub const HASHED: &[u8; 23] = b"althing-dsse-sha256/v1\n";

/// What comes before the length of the body. The payload type is that of in-toto statements, of 28 bytes.
const HEAD: &[u8] = b"DSSEv1 28 application/vnd.in-toto+json ";
/// Digits of the longest length, and the space behind it.
const MAX_TAIL: usize = 21;

/// The statement inside an encoding; `None` where the bytes are not exactly one.
#[must_use]
pub fn body(encoded: &[u8]) -> Option<&[u8]> {
    let rest = encoded.strip_prefix(HEAD)?;
    let space = rest.iter().take(MAX_TAIL).position(|byte| *byte == b' ')?;
    let (digits, body) = (rest.get(..space)?, rest.get(space.checked_add(1)?..)?);
    // Compared, not parsed: a length has one form only.
    (digits == decimal(body.len() as u64).as_slice()).then_some(body)
}

/// The SHA-256 in a message that signs an encoding by its hash; `None` where the message is not of that form.
#[must_use]
pub fn hashed(message: &[u8]) -> Option<&[u8; 32]> {
    message.strip_prefix(HASHED)?.try_into().ok()
}

/// The message that signs an encoding with this SHA-256 by its hash.
#[must_use]
pub fn hash_message(hash: &[u8; 32]) -> [u8; 55] {
    let mut message = [0; 55];
    let (words, rest) = message.split_at_mut(HASHED.len());
    words.copy_from_slice(HASHED);
    rest.copy_from_slice(hash);
    message
}

/// The bytes before a body of this length.
#[must_use]
pub fn prefix(length: usize) -> Vec<u8> {
    let mut bytes = HEAD.to_vec();
    bytes.extend_from_slice(&decimal(length as u64));
    bytes.push(b' ');
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn an_encoding_as_the_protocol_writes_it() {
        let encoded = b"DSSEv1 28 application/vnd.in-toto+json 13 {\"_type\":\"x\"}";
        assert_eq!(body(encoded), Some(b"{\"_type\":\"x\"}".as_slice()));
        assert_eq!(
            [prefix(13).as_slice(), b"{\"_type\":\"x\"}"].concat(),
            encoded
        );
    }

    #[test]
    fn whatever_is_not_exactly_one_is_refused() {
        for bad in [
            "",
            "DSSEv1",
            "DSSEv1 28 application/vnd.in-toto+json ",
            "DSSEv1 28 application/vnd.in-toto+json 1",
            "DSSEv1 28 application/vnd.in-toto+json 1 ",
            "DSSEv1 28 application/vnd.in-toto+json 1 xy",
            "DSSEv1 28 application/vnd.in-toto+json 01 x",
            "DSSEv1 28 application/vnd.in-toto+json +1 x",
            "DSSEv1 28 application/vnd.in-toto+json  x",
            "DSSEv1 28 application/vnd.in-toto+json 18446744073709551617 x",
            "DSSEv1 28 application/vnd.in-toto+JSON 1 x",
            "DSSEv1 29 application/vnd.in-toto+json 1 x",
            "DSSEv1 16 application/json 1 x",
            "DSSEv2 28 application/vnd.in-toto+json 1 x",
        ] {
            assert_eq!(body(bad.as_bytes()), None, "{bad}");
        }
        assert_eq!(
            body(b"DSSEv1 28 application/vnd.in-toto+json 0 "),
            Some(b"".as_slice())
        );
    }

    #[test]
    fn a_hash_is_signed_behind_the_words_that_say_so() {
        let message = |length: usize| [HASHED.as_slice(), &vec![7; length]].concat();
        assert_eq!(hashed(&message(32)), Some(&[7; 32]));
        assert_eq!(message(32), hash_message(&[7; 32]));
        for bad in [message(31), message(33), vec![7; 32], vec![7; 55], vec![]] {
            assert_eq!(hashed(&bad), None);
        }
        // Neither form is the other.
        assert_eq!(body(&message(32)), None);
        assert_eq!(hashed(&[prefix(2).as_slice(), b"{}"].concat()), None);
    }

    proptest! {
        #[test]
        fn encodings_read_back(statement in prop::collection::vec(any::<u8>(), 0..300)) {
            let encoded = [prefix(statement.len()), statement.clone()].concat();
            prop_assert_eq!(body(&encoded), Some(statement.as_slice()));
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..100)) {
            if let Some(statement) = body(&bytes) {
                prop_assert_eq!([prefix(statement.len()).as_slice(), statement].concat(), bytes.clone());
            }
        }
    }
}
