use anchor_lang::prelude::*;
use solana_sha256_hasher::{hash, hashv};

use crate::error::AlthingError;
use crate::signing::dsse;

/// A statement that is too long for a transaction, written piece by piece. Seeds: `"statement"`, version, payer.
///
/// The bytes of the statement follow these fields to the end of the account.
#[account(zero_copy)]
#[derive(Debug)]
pub struct Statement {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    /// 1 once it is complete and compared with its version.
    pub sealed: u8,
    pub _padding: [u8; 1],
    /// Bytes written so far.
    pub length: u32,
    /// The version that it is about.
    pub model_version: Pubkey,
    /// Who writes it and paid the rent.
    pub payer: Pubkey,
    /// SHA-256 of its encoding; zeros until it is sealed.
    pub encoding_hash: [u8; 32],
}

impl Statement {
    /// Bytes of the account before the statement's.
    pub const HEADER: usize = 8 + size_of::<Self>();

    /// Whether it is complete.
    #[must_use]
    pub fn is_sealed(&self) -> bool {
        self.sealed == 1
    }

    /// The statement, in the data of its account.
    ///
    /// # Errors
    /// [`AlthingError::Overflow`] where the account is shorter than it says, which none on the chain is.
    pub fn body(data: &[u8], length: u32) -> Result<&[u8]> {
        let body = data.get(Self::HEADER..);
        body.and_then(|body| body.get(..length as usize))
            .ok_or_else(|| AlthingError::Overflow.into())
    }

    /// The hash of the encoding of `body`, where that is the statement with this digest.
    ///
    /// # Errors
    /// [`AlthingError::StatementDigestMismatch`].
    pub fn encoding_hash_of(body: &[u8], manifest_digest: &[u8; 32]) -> Result<[u8; 32]> {
        ensure!(
            hash(body).as_bytes() == manifest_digest,
            AlthingError::StatementDigestMismatch
        );
        Ok(hashv(&[&dsse::prefix(body.len()), body]).to_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_that_of_the_whole_encoding() {
        let body = b"{}";
        let expected = hash(b"DSSEv1 28 application/vnd.in-toto+json 2 {}").to_bytes();
        let digest = hash(body).to_bytes();
        assert_eq!(
            Statement::encoding_hash_of(body, &digest).unwrap(),
            expected
        );
        assert!(Statement::encoding_hash_of(b"{ }", &digest).is_err());
    }

    #[test]
    fn a_body_ends_where_it_says() {
        let data = [vec![0; Statement::HEADER], b"word".to_vec()].concat();
        assert_eq!(Statement::body(&data, 3).unwrap(), b"wor");
        assert_eq!(Statement::body(&data, 4).unwrap(), b"word");
        assert!(Statement::body(&data, 5).is_err());
        assert!(Statement::body(&data[..50], 0).is_err());
    }
}
