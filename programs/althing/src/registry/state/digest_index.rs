use anchor_lang::prelude::*;

use crate::error::AlthingError;

/// How many versions of an organisation have these weights. Seeds: `"digest"`, dao, the versions' `weights_digest`.
///
/// It exists exactly while the account of a version with this digest does, of any model and status. So a reader who
/// finds nothing at the address knows that the organisation has no such version; and one who has found `count`
/// versions knows that there is no other.
#[account(zero_copy)]
#[derive(Debug)]
pub struct DigestIndex {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    pub _padding: [u8; 2],
    /// Version accounts that exist with this digest.
    pub count: u32,
    /// The organisation.
    pub dao: Pubkey,
    /// Who paid the rent.
    pub payer: Pubkey,
    /// The digest.
    pub digest: [u8; 32],
    /// The version that brought it; may be closed since. To be first proves nothing: drafts are free to register.
    pub first: Pubkey,
    /// The version that was registered with it last; may be closed since.
    pub latest: Pubkey,
}

impl DigestIndex {
    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// Takes note of a version with this digest.
    ///
    /// # Errors
    /// [`AlthingError::Overflow`].
    pub fn add(&mut self, version: Pubkey) -> Result<()> {
        self.count = self.count.checked_add(1).ok_or(AlthingError::Overflow)?;
        self.latest = version;
        Ok(())
    }

    /// Takes note that a version's account is gone; whether it was the last.
    ///
    /// # Errors
    /// [`AlthingError::Overflow`] if none was counted.
    pub fn remove(&mut self) -> Result<bool> {
        self.count = self.count.checked_sub(1).ok_or(AlthingError::Overflow)?;
        Ok(self.count == 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_ends_with_the_last_version_and_counts_no_more_than_fit() {
        let mut index: DigestIndex = bytemuck::Zeroable::zeroed();
        assert!(index.remove().is_err());
        index.add(Pubkey::new_from_array([1; 32])).unwrap();
        index.add(Pubkey::new_from_array([2; 32])).unwrap();
        assert_eq!(index.latest, Pubkey::new_from_array([2; 32]));
        assert!(!index.remove().unwrap());
        assert!(index.remove().unwrap());
        assert!(index.remove().is_err());
        index.count = u32::MAX;
        assert!(index.add(Pubkey::default()).is_err());
    }
}
