//! A `u128` that can live in a zero-copy account, where data is aligned to eight bytes only.

use anchor_lang::prelude::*;

/// A `u128` as two little-endian halves.
#[zero_copy]
#[derive(Debug, Default, PartialEq, Eq)]
pub struct U128 {
    /// Bits 0 to 63.
    pub lo: u64,
    /// Bits 64 to 127.
    pub hi: u64,
}

impl U128 {
    /// Splits a number.
    #[must_use]
    pub const fn new(value: u128) -> Self {
        Self {
            lo: value as u64,
            hi: (value >> 64) as u64,
        }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u128 {
        ((self.hi as u128) << 64) | self.lo as u128
    }

    /// Replaces the number.
    pub fn set(&mut self, value: u128) {
        *self = Self::new(value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn splitting_and_joining_is_the_identity() {
        for value in [0, 1, u64::MAX as u128, u64::MAX as u128 + 1, u128::MAX] {
            assert_eq!(U128::new(value).get(), value);
            let mut other = U128::default();
            other.set(value);
            assert_eq!(other.get(), value);
        }
    }
}
