//! The one check for what a URI points at, of a model, a version or a dataset.

use anchor_lang::prelude::*;

use crate::constants::MAX_URI;
use crate::error::AlthingError;
use crate::text::require_text;

/// Refuses a URI over its bound, and one without a digest: what it points at could be exchanged
/// unseen. A digest without a URI says nothing that could be checked.
///
/// # Errors
/// [`AlthingError::MetadataUriOutOfBounds`], [`AlthingError::MetadataHashMismatch`].
pub fn require_metadata(uri: &str, hash: &[u8; 32]) -> Result<()> {
    require_text(uri, MAX_URI, AlthingError::MetadataUriOutOfBounds)?;
    let hashed = *hash != [0; 32];
    ensure!(hashed != uri.is_empty(), AlthingError::MetadataHashMismatch);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uri_and_its_hash_come_together_or_not_at_all() {
        assert!(require_metadata("", &[0; 32]).is_ok());
        assert!(require_metadata("ipfs://x", &[1; 32]).is_ok());
        assert!(require_metadata("ipfs://x", &[0; 32]).is_err());
        assert!(require_metadata("", &[1; 32]).is_err());
    }

    #[test]
    fn a_uri_of_200_bytes_is_taken_and_one_more_is_not() {
        assert!(require_metadata(&"u".repeat(200), &[1; 32]).is_ok());
        assert!(require_metadata(&"u".repeat(201), &[1; 32]).is_err());
    }
}
