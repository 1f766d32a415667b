//! Bounded text: one check for every string that reaches the chain.

use anchor_lang::prelude::*;
use solana_sha256_hasher::hash;

use crate::constants::MAX_NAME;
use crate::error::AlthingError;

/// Refuses text over `max` bytes, or with characters that would garble a reader's screen: controls, those of C1
/// (U+0080 to U+009F, which some terminals obey) too, and those that turn the direction of what follows
/// (U+202A to U+202E, U+2066 to U+2069), by which a name can be made to read as another.
///
/// # Errors
/// `refusal`, the error that names the field.
pub fn require_text(text: &str, max: usize, refusal: AlthingError) -> Result<()> {
    // Bytes below 0x20 and 0x7f are control characters in UTF-8 wherever they stand; the others take characters.
    let printable = text.bytes().all(|b| b >= 0x20 && b != 0x7f);
    if text.len() <= max && printable && (text.is_ascii() || !text.contains(misleads)) {
        return Ok(());
    }
    Err(refusal.into())
}

/// Whether a character beyond ASCII controls a terminal or turns the direction of text.
const fn misleads(character: char) -> bool {
    matches!(
        character,
        '\u{80}'..='\u{9f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

/// [`require_text`], and not empty.
///
/// # Errors
/// `refusal`, the error that names the field.
pub fn require_name(text: &str, max: usize, refusal: AlthingError) -> Result<()> {
    if text.is_empty() {
        return Err(refusal.into());
    }
    require_text(text, max, refusal)
}

/// [`require_name`] for a name whose SHA-256 is part of an address, where the hash must be given along:
/// clients derive addresses from arguments, not from what a program computes of them.
///
/// # Errors
/// `refusal`; [`AlthingError::NameHashMismatch`].
pub fn require_hashed_name(name: &str, name_hash: &[u8; 32], refusal: AlthingError) -> Result<()> {
    require_name(name, MAX_NAME, refusal)?;
    ensure!(
        hash(name.as_bytes()).as_bytes() == name_hash,
        AlthingError::NameHashMismatch
    );
    Ok(())
}

/// The text's bytes, zero padded to `N`, for accounts of fixed size.
///
/// # Errors
/// `refusal`, where [`require_text`] refuses at `N` bytes.
pub fn fixed<const N: usize>(text: &str, refusal: AlthingError) -> Result<[u8; N]> {
    require_text(text, N, refusal)?;
    let mut bytes = [0; N];
    bytes
        .get_mut(..text.len())
        .ok_or(AlthingError::Overflow)?
        .copy_from_slice(text.as_bytes());
    Ok(bytes)
}

/// The text of a zero-padded field: what [`fixed`] wrote, for readers.
#[must_use]
pub fn unpadded(bytes: &[u8]) -> &str {
    let text = bytes.split(|byte| *byte == 0).next().unwrap_or_default();
    std::str::from_utf8(text).unwrap_or_default()
}

/// A number in decimal digits.
#[must_use]
pub fn decimal(number: u64) -> Vec<u8> {
    let mut rest = number;
    let mut digits = Vec::with_capacity(20);
    loop {
        digits.push(b'0'.saturating_add(rest.checked_rem(10).unwrap_or(0) as u8));
        rest = rest.checked_div(10).unwrap_or(0);
        if rest == 0 {
            digits.reverse();
            return digits;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_digits() {
        for number in [0, 9, 10, 99, 100, 1_234_567_890, u64::MAX] {
            assert_eq!(decimal(number), number.to_string().into_bytes());
        }
    }

    const REFUSAL: AlthingError = AlthingError::NameOutOfBounds;

    #[test]
    fn text_of_exactly_the_bound_is_taken_and_one_byte_more_is_not() {
        assert!(require_text(&"a".repeat(8), 8, REFUSAL).is_ok());
        assert!(require_text(&"a".repeat(9), 8, REFUSAL).is_err());
        assert!(require_text("éééé", 8, REFUSAL).is_ok());
        assert!(require_text("ééééa", 8, REFUSAL).is_err());
    }

    #[test]
    fn control_characters_are_refused() {
        for text in ["a\nb", "a\0", "\x1b[2J", "\x7f"] {
            assert!(require_text(text, 64, REFUSAL).is_err(), "{text:?}");
        }
    }

    #[test]
    fn what_misleads_a_reader_beyond_ascii_is_refused() {
        for range in [0x80..=0x9f, 0x202a..=0x202e, 0x2066..=0x2069] {
            let (before, behind) = (range.start() - 1, range.end() + 1);
            for code in range {
                let text = format!("a{}b", char::from_u32(code).unwrap());
                assert!(require_text(&text, 64, REFUSAL).is_err(), "{code:x}");
            }
            for code in [before, behind].into_iter().filter(|code| *code > 0x7f) {
                let text = format!("a{}b", char::from_u32(code).unwrap());
                assert!(require_text(&text, 64, REFUSAL).is_ok(), "{code:x}");
            }
        }
        // The same bytes within other characters, and words of other scripts.
        for text in [
            "\u{1080}",
            "\u{309b}",
            "é\u{a0}ø",
            "שלום",
            "सत्य",
            "👩\u{200d}🔬",
        ] {
            assert!(require_text(text, 64, REFUSAL).is_ok(), "{text}");
        }
    }

    #[test]
    fn a_name_may_not_be_empty_but_text_may() {
        assert!(require_text("", 8, REFUSAL).is_ok());
        assert!(require_name("", 8, REFUSAL).is_err());
        assert!(require_name("a", 8, REFUSAL).is_ok());
    }

    #[test]
    fn fixed_text_is_zero_padded() {
        assert_eq!(fixed::<4>("ab", REFUSAL).unwrap(), *b"ab\0\0");
        assert!(fixed::<4>("abcde", REFUSAL).is_err());
        assert_eq!(unpadded(b"ab\0\0"), "ab");
        assert_eq!((unpadded(b"abcd"), unpadded(&[0; 4])), ("abcd", ""));
    }
}
