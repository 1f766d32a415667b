//! Texts of checkpoints and what witnesses sign: C2SP tlog-checkpoint and tlog-cosignature.
//!
//!     <origin>
//!     <size>
//!     base64(<root>)
//!     <lines of an extension, none of them empty>
//!
//! A log's key signs the text, a witness `cosignature/v1\ntime <seconds>\n` and the text.

use crate::math::merkle::Hash;
use crate::text::decimal;

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
/// Characters of a root.
const ROOT: usize = 44;

/// What a checkpoint says of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    pub size: u64,
    pub root: Hash,
}

impl Claim {
    /// The text of the checkpoint, without extension.
    #[must_use]
    pub fn text(&self, origin: &[u8]) -> Vec<u8> {
        let mut text = origin.to_vec();
        text.push(b'\n');
        text.extend_from_slice(&decimal(self.size));
        text.push(b'\n');
        text.extend_from_slice(&encode(&self.root));
        text.push(b'\n');
        text
    }

    /// What a witness signs at `time`, seconds since 1970.
    #[must_use]
    pub fn cosigned(&self, origin: &[u8], time: u64) -> Vec<u8> {
        let mut message = b"cosignature/v1\ntime ".to_vec();
        message.extend_from_slice(&decimal(time));
        message.push(b'\n');
        message.extend_from_slice(&self.text(origin));
        message
    }

    /// Reads a checkpoint's text, where it is one of the log `origin`.
    #[must_use]
    pub fn read(text: &[u8], origin: &[u8]) -> Option<Self> {
        let rest = text.strip_prefix(origin)?.strip_prefix(b"\n")?;
        let end = rest.iter().take(21).position(|byte| *byte == b'\n')?;
        let (digits, rest) = rest.split_at_checked(end)?;
        let (root, extension) = rest.strip_prefix(b"\n")?.split_at_checked(ROOT)?;
        let claim = Self {
            size: number(digits)?,
            root: decode(root)?,
        };
        is_extension(extension.strip_prefix(b"\n")?).then_some(claim)
    }
}

/// Whole lines, none of them empty.
fn is_extension(text: &[u8]) -> bool {
    let lines = text.split(|byte| *byte == b'\n');
    // What follows the last newline is empty, and nothing else is.
    lines
        .rev()
        .enumerate()
        .all(|(at, line)| line.is_empty() == (at == 0))
}

fn number(digits: &[u8]) -> Option<u64> {
    let number = core::str::from_utf8(digits).ok()?.parse().ok()?;
    // A number has one form only.
    (decimal(number) == digits).then_some(number)
}

/// The 32 bytes in base64: ten groups of three bytes, then two bytes and a `=`.
fn encode(root: &Hash) -> [u8; ROOT] {
    let mut text = [b'='; ROOT];
    for (group, four) in root.chunks(3).zip(text.chunks_mut(4)) {
        let byte = |at: usize| u32::from(group.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for (place, digit) in four
            .iter_mut()
            .enumerate()
            .take(group.len().saturating_add(1))
        {
            let shift = 18_usize.saturating_sub(place.saturating_mul(6));
            *digit = ALPHABET[(bits >> shift & 63) as usize];
        }
    }
    text
}

fn decode(text: &[u8]) -> Option<Hash> {
    let mut root = [0; 32];
    for (four, group) in text.chunks(4).zip(root.chunks_mut(3)) {
        let mut bits = 0_u32;
        for digit in four {
            let value = ALPHABET.iter().position(|each| each == digit).unwrap_or(0);
            bits = bits << 6 | value as u32;
        }
        let bytes = bits.to_be_bytes();
        group.copy_from_slice(bytes.get(1..)?.get(..group.len())?);
    }
    // Whatever is not exactly what these bytes are written as is refused here.
    (encode(&root) == text).then_some(root)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The example of the C2SP specification of checkpoints.
    const EXAMPLE: &[u8] =
        b"example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
    const ORIGIN: &[u8] = b"example.com/behind-the-sofa";

    #[test]
    fn the_specifications_example_is_read_and_written() {
        let claim = Claim::read(EXAMPLE, ORIGIN).unwrap();
        assert_eq!(claim.size, 20_852_163);
        assert_eq!((claim.root[0], claim.root[31]), (0x0a, 0x62));
        assert_eq!(claim.text(ORIGIN), EXAMPLE);
        let message = [b"cosignature/v1\ntime 1679315147\n", EXAMPLE].concat();
        assert_eq!(claim.cosigned(ORIGIN, 1_679_315_147), message);
    }

    #[test]
    fn lines_of_an_extension_do_not_change_the_claim() {
        let claim = Claim::read(EXAMPLE, ORIGIN);
        for extension in ["x\n", "x\ny\n", "\u{2014} z\n"] {
            let text = [EXAMPLE, extension.as_bytes()].concat();
            assert_eq!(Claim::read(&text, ORIGIN), claim);
        }
        for extension in ["x", "\n", "x\n\ny\n", "\nx\n", "x\n\n"] {
            let text = [EXAMPLE, extension.as_bytes()].concat();
            assert_eq!(Claim::read(&text, ORIGIN), None, "{extension:?}");
        }
    }

    #[test]
    fn whatever_is_not_a_checkpoint_of_this_log_is_refused() {
        let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
        for bad in [
            String::new(),
            format!("example.com/other\n1\n{root}\n"),
            format!("example.com/behind-the-sofas\n1\n{root}\n"),
            format!("example.com/behind-the-sofa\n01\n{root}\n"),
            format!("example.com/behind-the-sofa\n+1\n{root}\n"),
            format!("example.com/behind-the-sofa\n\n{root}\n"),
            format!("example.com/behind-the-sofa\n18446744073709551616\n{root}\n"),
            format!("example.com/behind-the-sofa\n1\n{root}"),
            format!("example.com/behind-the-sofa\n1\n{}\n", &root[1..]),
            // Bits without meaning, the other alphabet, no padding.
            format!(
                "example.com/behind-the-sofa\n1\n{}\n",
                root.replace("2I=", "2J=")
            ),
            format!(
                "example.com/behind-the-sofa\n1\n{}\n",
                root.replace('/', "_")
            ),
            format!(
                "example.com/behind-the-sofa\n1\n{}\n",
                root.replace('=', "A")
            ),
            format!("cosignature/v1\ntime 1\nexample.com/behind-the-sofa\n1\n{root}\n"),
        ] {
            assert_eq!(Claim::read(bad.as_bytes(), ORIGIN), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn checkpoints_read_back(size: u64, root: [u8; 32], origin in "[a-z/.]{1,40}") {
            let claim = Claim { size, root };
            prop_assert_eq!(Claim::read(&claim.text(origin.as_bytes()), origin.as_bytes()), Some(claim));
        }

        #[test]
        fn any_bytes_are_read_or_refused(text in prop::collection::vec(any::<u8>(), 0..90)) {
            if let Some(claim) = Claim::read(&text, b"") {
                prop_assert!(text.starts_with(&claim.text(b"")));
            }
        }
    }
}
