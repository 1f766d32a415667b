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
/// Digits of the largest size, and as many zeros before them.
const MAX_DIGITS: usize = 40;

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

    /// Reads what a text states of the log `origin`, where it is evidence against who signed it. So this takes more
    /// than the format allows, as widespread readers do: anything behind the root, zeros before the size, a last
    /// digit of the root with bits that mean nothing. No honest key signs such a text with a wrong root.
    #[must_use]
    pub fn read(text: &[u8], origin: &[u8]) -> Option<Self> {
        let rest = text.strip_prefix(origin)?.strip_prefix(b"\n")?;
        let longest = MAX_DIGITS.saturating_add(1);
        let end = rest.iter().take(longest).position(|byte| *byte == b'\n')?;
        let (digits, rest) = rest.split_at_checked(end)?;
        let (root, behind) = rest.strip_prefix(b"\n")?.split_at_checked(ROOT)?;
        behind.starts_with(b"\n").then_some(Self {
            size: number(digits)?,
            root: decode(root)?,
        })
    }
}

fn number(digits: &[u8]) -> Option<u64> {
    if !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    core::str::from_utf8(digits).ok()?.parse().ok()
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
    // Whatever these bytes are not written as is refused here, but for the last digit, of which only the first four
    // bits mean something, so that four digits stand for the same.
    let (exact, last) = (encode(&root), ROOT.checked_sub(2)?);
    let same = exact.get(..last) == text.get(..last) && text.last() == Some(&b'=');
    let digit = ALPHABET.contains(text.get(last)?);
    (same && digit).then_some(root)
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
    fn nothing_behind_the_root_changes_the_claim() {
        let claim = Claim::read(EXAMPLE, ORIGIN);
        assert!(claim.is_some());
        for behind in ["x\n", "x\ny\n", "\u{2014} z\n", "x", "\n", "x\n\ny\n", "\0"] {
            let text = [EXAMPLE, behind.as_bytes()].concat();
            assert_eq!(Claim::read(&text, ORIGIN), claim, "{behind:?}");
        }
    }

    #[test]
    fn what_other_readers_take_for_the_same_checkpoint_is_evidence_too() {
        let claim = Claim::read(EXAMPLE, ORIGIN);
        let text = core::str::from_utf8(EXAMPLE).unwrap();
        let zeros = format!("\n{}20852163\n", "0".repeat(32));
        for (from, to) in [
            ("\n20852163\n", "\n020852163\n"),
            ("\n20852163\n", &zeros),
            ("2I=", "2J="),
            ("2I=", "2L="),
        ] {
            let text = text.replace(from, to);
            assert_eq!(Claim::read(text.as_bytes(), ORIGIN), claim, "{text}");
        }
        // Bits that mean something make another root.
        for (from, to) in [("2I=", "2M="), ("CsU", "CsV")] {
            let other = Claim::read(text.replace(from, to).as_bytes(), ORIGIN);
            assert!(other.is_some() && other != claim, "{to}");
        }
    }

    #[test]
    fn whatever_is_not_a_checkpoint_of_this_log_is_refused() {
        let root = "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=";
        for bad in [
            String::new(),
            format!("example.com/other\n1\n{root}\n"),
            format!("example.com/behind-the-sofas\n1\n{root}\n"),
            format!("example.com/behind-the-sofa\n+1\n{root}\n"),
            format!("example.com/behind-the-sofa\n1 \n{root}\n"),
            format!("example.com/behind-the-sofa\n{}1\n{root}\n", "0".repeat(40)),
            format!("example.com/behind-the-sofa\n\n{root}\n"),
            format!("example.com/behind-the-sofa\n18446744073709551616\n{root}\n"),
            format!("example.com/behind-the-sofa\n1\n{root}"),
            format!("example.com/behind-the-sofa\n1\n{}\n", &root[1..]),
            // No digit, the other alphabet, no padding.
            format!(
                "example.com/behind-the-sofa\n1\n{}\n",
                root.replace("2I=", "2-=")
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
                prop_assert_eq!(Claim::read(&claim.text(b""), b""), Some(claim));
            }
        }
    }
}
