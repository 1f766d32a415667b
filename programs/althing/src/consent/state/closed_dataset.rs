use anchor_lang::prelude::*;

use crate::create::shrink;
use crate::error::AlthingError;

/// The place of a dataset that was closed, at the same address. It stays, so that nobody takes it: versions and grants
/// name a dataset by its address, and whoever else registered the digest would consent in the place of an owner who has
/// left. The last owner may register it again.
#[account(zero_copy)]
#[derive(Debug)]
pub struct ClosedDataset {
    /// Layout version.
    pub version: u8,
    /// Bump of this account's address.
    pub bump: u8,
    pub _padding: [u8; 6],
    /// Who owned the dataset when it was closed.
    pub owner: Pubkey,
}

impl ClosedDataset {
    /// Bytes of the account.
    pub const SPACE: usize = 8 + size_of::<Self>();

    /// Puts this in the place of a dataset; all rent but its own goes to `payer`.
    ///
    /// # Errors
    /// Those of the runtime.
    pub fn leave<'info>(
        self,
        dataset: &AccountInfo<'info>,
        payer: &AccountInfo<'info>,
    ) -> Result<()> {
        shrink(dataset, payer, Self::SPACE)?;
        let mut data = dataset.try_borrow_mut_data()?;
        let (discriminator, rest) = data.split_at_mut_checked(8).ok_or(AlthingError::Overflow)?;
        discriminator.copy_from_slice(Self::DISCRIMINATOR);
        rest.copy_from_slice(bytemuck::bytes_of(&self));
        Ok(())
    }

    /// Lets the last owner take the place again, whose bytes are zeros then. `account` is one of this program's at the
    /// address of a dataset.
    ///
    /// # Errors
    /// [`AlthingError::DatasetIsRegistered`] where the dataset is not closed, [`AlthingError::NotFormerOwner`].
    pub fn take(account: &AccountInfo, owner: &Pubkey) -> Result<()> {
        let mut data = account.try_borrow_mut_data()?;
        let fields = data.strip_prefix(Self::DISCRIMINATOR);
        let closed = fields.map(bytemuck::try_from_bytes::<Self>);
        let Some(Ok(closed)) = closed else {
            return Err(crate::error::refuse(AlthingError::DatasetIsRegistered));
        };
        ensure_keys_eq!(closed.owner, *owner, AlthingError::NotFormerOwner);
        data.fill(0);
        Ok(())
    }
}
