//! What all text formats share: strict lines, numbers and base64, and refusals that name the line.

use base64::engine::general_purpose::STANDARD;
use base64::Engine;

use crate::hash::Hash;

/// Why a text was refused, and in which line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {fault}")]
pub struct TextError {
    /// From 1.
    pub line: usize,
    pub fault: TextFault,
}

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextFault {
    #[error("the file has {len} bytes, at most {max} are allowed")]
    TooLong { len: usize, max: usize },
    #[error("byte {column} of the line is not UTF-8")]
    NotUtf8 { column: usize },
    #[error("byte {column} of the line is the control character 0x{byte:02x}; only newlines are allowed")]
    Control { column: usize, byte: u8 },
    #[error("the last line does not end with a newline: the file is cut off")]
    NoFinalNewline,
    #[error("missing: {what}")]
    Missing { what: &'static str },
    #[error("expected {what}")]
    Expected { what: &'static str },
    #[error("expected a decimal number below 2^64 without sign or leading zeros")]
    Number,
    #[error("expected a hash: 44 characters of base64, that is 32 bytes")]
    Hash,
    #[error("expected standard base64 with padding")]
    Base64,
    #[error("a name must not be empty nor contain spaces or a plus sign")]
    Name,
    #[error("a signature has a key ID of 4 bytes and at least one more")]
    ShortSignature,
    #[error("more than {max} {what}")]
    TooMany { what: &'static str, max: usize },
    #[error("not a key: {0}")]
    Key(#[from] crate::key::KeyError),
    #[error("{0}")]
    Policy(crate::policy::PolicyFault),
}

impl TextFault {
    /// This fault in that line.
    #[must_use]
    pub fn at(self, line: usize) -> TextError {
        TextError { line, fault: self }
    }
}

/// Lines of a text of which each ends with a newline, counted from 1.
pub(crate) struct Lines<'a> {
    rest: &'a str,
    next: usize,
}

impl<'a> Lines<'a> {
    /// Lines of a text whose first line has this number.
    pub(crate) fn new(text: &'a str, first: usize) -> Self {
        Self {
            rest: text,
            next: first,
        }
    }

    /// The number of the line that comes next.
    pub(crate) fn number(&self) -> usize {
        self.next
    }

    /// What was not read yet.
    pub(crate) fn rest(&self) -> &'a str {
        self.rest
    }

    /// The next line without its newline.
    pub(crate) fn next(&mut self, what: &'static str) -> Result<&'a str, TextError> {
        if self.rest.is_empty() {
            return Err(TextFault::Missing { what }.at(self.next));
        }
        let (line, rest) = self
            .rest
            .split_once('\n')
            .ok_or(TextFault::NoFinalNewline.at(self.next))?;
        self.rest = rest;
        self.next += 1;
        Ok(line)
    }

    /// Hashes, one per line, and the empty line that ends them.
    pub(crate) fn hashes(&mut self, max: usize) -> Result<Vec<Hash>, TextError> {
        let mut hashes = Vec::new();
        loop {
            let number = self.number();
            let line = self.next("the empty line after the hashes")?;
            if line.is_empty() {
                return Ok(hashes);
            }
            if hashes.len() == max {
                return Err(TextFault::TooMany {
                    what: "hashes",
                    max,
                }
                .at(number));
            }
            hashes.push(hash(line).ok_or(TextFault::Hash.at(number))?);
        }
    }
}

/// The bytes as text without control characters but newlines.
pub(crate) fn checked(bytes: &[u8], max: usize) -> Result<&str, TextError> {
    if bytes.len() > max {
        return Err(TextFault::TooLong {
            len: bytes.len(),
            max,
        }
        .at(1));
    }
    let place = |at: usize| {
        let before = &bytes[..at];
        let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
        let column = at
            - before
                .iter()
                .rposition(|byte| *byte == b'\n')
                .map_or(0, |newline| newline + 1)
            + 1;
        (line, column)
    };
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let (line, column) = place(error.valid_up_to());
        TextFault::NotUtf8 { column }.at(line)
    })?;
    match bytes.iter().position(|byte| *byte < b' ' && *byte != b'\n') {
        None => Ok(text),
        Some(at) => {
            let (line, column) = place(at);
            Err(TextFault::Control {
                column,
                byte: bytes[at],
            }
            .at(line))
        }
    }
}

/// A decimal number in its one spelling.
pub(crate) fn number(text: &str) -> Option<u64> {
    let canonical = text == "0" || !text.starts_with('0');
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if canonical && digits {
        text.parse().ok()
    } else {
        None
    }
}

/// 32 bytes in base64.
pub(crate) fn hash(text: &str) -> Option<Hash> {
    if text.len() != 44 {
        return None;
    }
    decode(text)?.try_into().ok()
}

/// Standard base64 with padding, in its one spelling.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    STANDARD.decode(text).ok()
}

/// Standard base64 with padding.
pub(crate) fn encode(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_has_one_spelling() {
        assert_eq!(number("0"), Some(0));
        assert_eq!(number("18446744073709551615"), Some(u64::MAX));
        for bad in [
            "",
            "00",
            "01",
            "+1",
            "-1",
            "1 ",
            " 1",
            "1_0",
            "18446744073709551616",
            "٣",
            "0x1",
            "1e3",
        ] {
            assert_eq!(number(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn base64_has_one_spelling() {
        assert_eq!(decode("AA=="), Some(vec![0]));
        for bad in ["AA", "AB==", "AA=", "A A=", "AA==\n", "AA--", "===="] {
            assert_eq!(decode(bad), None, "{bad:?}");
        }
        let one = encode(&[7; 32]);
        assert_eq!(hash(&one), Some([7; 32]));
        assert_eq!(hash(&encode(&[7; 31])), None);
        assert_eq!(hash(&encode(&[7; 33])), None);
        assert_eq!(hash(&one.replace("Bwc=", "Bwd=")), None);
    }

    #[test]
    fn a_fault_in_the_bytes_names_line_and_column() {
        assert_eq!(
            checked(b"a\nb\xffc", 9),
            Err(TextFault::NotUtf8 { column: 2 }.at(2))
        );
        assert_eq!(
            checked(b"a\n\tb", 9),
            Err(TextFault::Control { column: 1, byte: 9 }.at(2))
        );
        assert_eq!(
            checked(b"a\r\n", 9),
            Err(TextFault::Control {
                column: 2,
                byte: 13
            }
            .at(1))
        );
        assert_eq!(
            checked(b"\0", 9),
            Err(TextFault::Control { column: 1, byte: 0 }.at(1))
        );
        assert_eq!(
            checked(b"abc", 2),
            Err(TextFault::TooLong { len: 3, max: 2 }.at(1))
        );
        assert_eq!(checked(b"abc\x7f", 4), Ok("abc\x7f"));
    }

    #[test]
    fn lines_end_with_newlines() {
        let mut lines = Lines::new("a\nb", 5);
        assert_eq!(lines.next("a"), Ok("a"));
        assert_eq!(lines.next("b"), Err(TextFault::NoFinalNewline.at(6)));
        assert_eq!(
            Lines::new("", 1).next("it"),
            Err(TextFault::Missing { what: "it" }.at(1))
        );
    }
}
