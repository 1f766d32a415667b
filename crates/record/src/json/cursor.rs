//! A strict reader of JSON (RFC 8259) for flat objects. Nothing in it recurses, and it allocates only for strings with
//! escapes.

use std::borrow::Cow;

use crate::error::Fault;
use crate::value::{from_hex, hash_from_hex};

/// Objects and lists inside each other that are skipped at most.
const MAX_DEPTH: usize = 8;

const UNENDED: &str = "a text that does not end, or a control character in it";

/// How many bytes of a string come before a quote, a backslash or a control character. Eight at a time: most of a line
/// is strings.
#[inline]
fn plain_length(bytes: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let (words, rest) = bytes.as_chunks::<8>();
    for (i, word) in words.iter().enumerate() {
        let word = u64::from_le_bytes(*word);
        // The top bit of a byte that is less than n: exact for the lowest such byte, which is the one that counts.
        let below = |x: u64, n: u64| x.wrapping_sub(ONES * n) & !x & (ONES << 7);
        let found =
            below(word ^ (ONES * 0x22), 1) | below(word ^ (ONES * 0x5c), 1) | below(word, 0x20);
        if found != 0 {
            return i * 8 + found.trailing_zeros() as usize / 8;
        }
    }
    let ends = |byte: &u8| matches!(byte, b'"' | b'\\' | 0..=31);
    words.len() * 8 + rest.iter().position(ends).unwrap_or(rest.len())
}

/// A place in a text.
#[derive(Clone)]
pub(crate) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

/// Puts a field's value into its slot.
#[inline]
pub(crate) fn fill<T>(slot: &mut Option<T>, value: T) -> Result<(), Fault> {
    match slot.replace(value) {
        None => Ok(()),
        Some(_) => Err(Fault::DuplicateField),
    }
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    pub(crate) fn fault(&self, what: &'static str) -> Fault {
        Fault::Syntax {
            column: self.at + 1,
            what,
        }
    }

    #[inline]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next byte that is no white space, without taking it.
    #[inline]
    pub(crate) fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\t' | b'\n' | b'\r') = self.byte() {
            self.at += 1;
        }
        self.byte()
    }

    #[inline]
    fn take(&mut self, expected: u8) -> bool {
        let found = self.peek() == Some(expected);
        self.at += usize::from(found);
        found
    }

    /// Takes the bracket that opens an object or a list.
    #[inline]
    pub(crate) fn open(&mut self, bracket: u8, expected: &'static str) -> Result<(), Fault> {
        if self.take(bracket) {
            return Ok(());
        }
        Err(self.unexpected(expected))
    }

    /// Whether another element follows before the closing bracket; takes the comma or the bracket.
    #[inline]
    pub(crate) fn another(&mut self, closing: u8, first: bool) -> Result<bool, Fault> {
        if self.take(closing) {
            return Ok(false);
        }
        if first || self.take(b',') {
            return Ok(true);
        }
        Err(self.fault("expected a comma or a closing bracket"))
    }

    /// The next name of an object with its colon; `None` at the object's end.
    #[inline]
    pub(crate) fn name(&mut self, first: bool) -> Result<Option<Cow<'a, str>>, Fault> {
        if !self.another(b'}', first)? {
            return Ok(None);
        }
        if self.peek() != Some(b'"') {
            return Err(self.fault("expected a field's name in quotes"));
        }
        let name = self.string()?;
        if !self.take(b':') {
            return Err(self.fault("expected a colon"));
        }
        Ok(Some(name))
    }

    /// Nothing but white space may be left.
    pub(crate) fn end(&mut self) -> Result<(), Fault> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.fault("something follows the object")),
        }
    }

    fn unexpected(&mut self, expected: &'static str) -> Fault {
        match self.peek() {
            None => self.fault("the line ends too early"),
            Some(b'n') => Fault::Null,
            Some(_) => Fault::WrongType { expected },
        }
    }

    /// A string.
    #[inline]
    pub(crate) fn string(&mut self) -> Result<Cow<'a, str>, Fault> {
        self.open(b'"', "a text in quotes")?;
        let start = self.at;
        self.at += plain_length(&self.text.as_bytes()[start..]);
        match self.byte() {
            Some(b'"') => {}
            Some(b'\\') => return self.escaped(start),
            _ => return Err(self.fault(UNENDED)),
        }
        self.at += 1;
        Ok(Cow::Borrowed(&self.text[start..self.at - 1]))
    }

    /// Takes that string if it stands here without escapes.
    #[inline]
    pub(crate) fn take_string(&mut self, expected: &str) -> bool {
        let found = self.peek() == Some(b'"')
            && self.text.as_bytes()[self.at + 1..]
                .strip_prefix(expected.as_bytes())
                .is_some_and(|rest| rest.first() == Some(&b'"'));
        if found {
            self.at += expected.len() + 2;
        }
        found
    }

    /// The rest of a string in which an escape was met.
    fn escaped(&mut self, start: usize) -> Result<Cow<'a, str>, Fault> {
        let mut text = self.text[start..self.at].to_owned();
        loop {
            let from = self.at;
            self.at += plain_length(&self.text.as_bytes()[from..]);
            text.push_str(&self.text[from..self.at]);
            match self.byte() {
                Some(b'"') => break,
                Some(b'\\') => text.push(self.escape()?),
                _ => return Err(self.fault(UNENDED)),
            }
        }
        self.at += 1;
        Ok(Cow::Owned(text))
    }

    fn escape(&mut self) -> Result<char, Fault> {
        self.at += 1;
        let escaped = self.byte();
        self.at += 1;
        Ok(match escaped {
            Some(c @ (b'"' | b'\\' | b'/')) => char::from(c),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => self.unicode()?,
            _ => return Err(self.fault("no such escape")),
        })
    }

    /// The character of `\uXXXX`, or of two of them that are a surrogate pair.
    fn unicode(&mut self) -> Result<char, Fault> {
        let unit = self.unit()?;
        let mut code = unit;
        if (0xd800..0xdc00).contains(&unit) && self.text.as_bytes()[self.at..].starts_with(b"\\u") {
            self.at += 2;
            let low = self.unit()?;
            // Not a low surrogate: no character, found out below.
            code = if (0xdc00..0xe000).contains(&low) {
                0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00)
            } else {
                unit
            };
        }
        char::from_u32(code).ok_or_else(|| self.fault("half a surrogate pair"))
    }

    fn unit(&mut self) -> Result<u32, Fault> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4);
        let mut unit = 0;
        for digit in digits.unwrap_or(b"-") {
            let digit = char::from(*digit)
                .to_digit(16)
                .ok_or_else(|| self.fault("expected four hexadecimal digits"))?;
            unit = unit << 4 | digit;
        }
        self.at += 4;
        Ok(unit)
    }

    /// A whole number, written without sign, point, exponent or leading zeros.
    #[inline]
    pub(crate) fn integer(&mut self) -> Result<u64, Fault> {
        const EXPECTED: &str = "a whole number without quotes";
        if !matches!(self.peek(), Some(b'0'..=b'9')) {
            return Err(self.unexpected(EXPECTED));
        }
        let start = self.at;
        let mut value = 0u64;
        while let Some(digit @ b'0'..=b'9') = self.byte() {
            let next = value
                .checked_mul(10)
                .and_then(|value| value.checked_add(u64::from(digit - b'0')));
            value = next.ok_or(Fault::NumberOutOfRange {
                value: u64::MAX,
                max: (1 << 53) - 1,
            })?;
            self.at += 1;
        }
        let leading_zero = self.text.as_bytes()[start] == b'0' && self.at > start + 1;
        if leading_zero || matches!(self.byte(), Some(b'.' | b'e' | b'E')) {
            return Err(Fault::WrongType { expected: EXPECTED });
        }
        Ok(value)
    }

    /// 32 bytes as 64 lower-case digits.
    #[inline]
    pub(crate) fn hash(&mut self) -> Result<[u8; 32], Fault> {
        const WRONG: Fault = Fault::NotHex { expected: "64" };
        if let (Some(b'"'), Some([digits @ .., b'"'])) = (
            self.peek(),
            self.text.as_bytes().get(self.at + 1..self.at + 66),
        ) {
            if let Some(hash) = digits.try_into().ok().and_then(hash_from_hex) {
                self.at += 66;
                return Ok(hash);
            }
        }
        let text = self.string()?;
        from_hex(&text)
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or(WRONG)
    }

    /// Passes over a value of any type.
    pub(crate) fn skip(&mut self) -> Result<(), Fault> {
        let mut open = [0u8; MAX_DEPTH];
        let mut depth = 0;
        loop {
            match self.peek() {
                Some(b'"') => drop(self.string()?),
                Some(bracket @ (b'{' | b'[')) => {
                    self.at += 1;
                    let slot = open
                        .get_mut(depth)
                        .ok_or_else(|| self.fault("too many brackets inside each other"))?;
                    // In ASCII the closing brackets come two after the opening ones.
                    *slot = bracket + 2;
                    depth += 1;
                    if self.peek() != Some(bracket + 2) {
                        self.skip_name(bracket == b'{')?;
                        continue;
                    }
                }
                Some(b'-' | b'0'..=b'9' | b'a'..=b'z') => {
                    while let Some(b'-' | b'+' | b'.' | b'0'..=b'9' | b'a'..=b'z' | b'E') =
                        self.byte()
                    {
                        self.at += 1;
                    }
                }
                _ => return Err(self.fault("expected a value")),
            }
            while depth > 0 && self.take(open[depth - 1]) {
                depth -= 1;
            }
            if depth == 0 {
                return Ok(());
            }
            if !self.take(b',') {
                return Err(self.fault("expected a comma or a closing bracket"));
            }
            self.skip_name(open[depth - 1] == b'}')?;
        }
    }

    fn skip_name(&mut self, in_object: bool) -> Result<(), Fault> {
        if in_object {
            self.name(true)?;
        }
        Ok(())
    }
}
