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

/// The 32 bytes of 64 lower-case digits. No branches inside, so that the compiler makes vector code of it.
pub(crate) fn hash_from_hex(text: &[u8; 64]) -> Option<[u8; 32]> {
    let mut nibbles = [0u8; 64];
    let mut bad = 0u8;
    for (nibble, byte) in nibbles.iter_mut().zip(text) {
        let decimal = byte.wrapping_sub(b'0');
        let letter = byte.wrapping_sub(b'a');
        let is_decimal = u8::from(decimal < 10).wrapping_neg();
        let is_letter = u8::from(letter < 6).wrapping_neg();
        *nibble = (decimal & is_decimal) | (letter.wrapping_add(10) & is_letter);
        bad |= !(is_decimal | is_letter);
    }
    let mut hash = [0u8; 32];
    for (byte, pair) in hash.iter_mut().zip(nibbles.as_chunks::<2>().0) {
        *byte = pair[0] << 4 | pair[1];
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
