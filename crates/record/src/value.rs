//! Hexadecimal and addresses.

use crate::error::Fault;

/// An address on chain: an account or a key.
pub type Address = [u8; 32];

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// `bytes` as lower-case hexadecimal.
pub fn to_hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(2 * bytes.len());
    push_hex(bytes, &mut text);
    text
}

pub(crate) fn push_hex(bytes: &[u8], out: &mut String) {
    for byte in bytes {
        out.push(char::from(DIGITS[usize::from(byte >> 4)]));
        out.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
}

/// The bytes of lower-case hexadecimal; `None` for anything else. Upper case is refused, so that bytes have one form.
pub fn from_hex(text: &str) -> Option<Vec<u8>> {
    let (pairs, []) = text.as_bytes().as_chunks::<2>() else {
        return None;
    };
    let mut bytes = Vec::with_capacity(pairs.len());
    for &[high, low] in pairs {
        bytes.push(digit(high)? << 4 | digit(low)?);
    }
    Some(bytes)
}

fn digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    }
}

/// The 32 bytes of 64 lower-case digits, eight digits at a time in the lanes of a word: hashes are most of a line.
#[inline]
pub(crate) fn hash_from_hex(text: &[u8; 64]) -> Option<[u8; 32]> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let mut hash = [0u8; 32];
    let mut bad = 0;
    for (four, eight) in hash
        .as_chunks_mut::<4>()
        .0
        .iter_mut()
        .zip(text.as_chunks::<8>().0)
    {
        let digits = u64::from_le_bytes(*eight);
        // Letters have bit 6 set, and their low nibbles begin at 1. No lane carries: it is 24 at most.
        let nibbles = (digits & (ONES * 0x0f)) + ((digits >> 6) & ONES) * 9;
        let is_letter = ((nibbles + ONES * (128 - 10)) >> 7) & ONES;
        // What these nibbles are written as must be what was read.
        bad |= (nibbles & (ONES * 0xf0)) | (digits ^ (nibbles + ONES * 0x30 + is_letter * 0x27));
        let pairs = (nibbles << 4 | nibbles >> 8) & 0x00ff_00ff_00ff_00ff;
        let pairs = (pairs | pairs >> 8) & 0x0000_ffff_0000_ffff;
        *four = ((pairs | pairs >> 16) as u32).to_le_bytes();
    }
    (bad == 0).then_some(hash)
}

/// The address of this base58 text.
///
/// # Errors
/// [`Fault::NotAnAddress`] for anything but 32 bytes of base58.
pub fn decode_address(text: &str) -> Result<Address, Fault> {
    let mut address = [0; 32];
    // Longer than any address is not even looked at: base58 takes quadratic time.
    if text.len() > 44 {
        return Err(Fault::NotAnAddress);
    }
    match bs58::decode(text).onto(&mut address) {
        Ok(32) => Ok(address),
        _ => Err(Fault::NotAnAddress),
    }
}

/// The address as base58.
pub fn encode_address(address: &Address) -> String {
    bs58::encode(address).into_string()
}
